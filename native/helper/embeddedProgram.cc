#include "helper/embeddedProgram.h"

// EMBEDDED_PROGRAM is the object file's path; libelf wants it aligned.
asm(".pushsection .rodata\n"
    ".balign 16\n"
    ".global embedded_program_start\n"
    "embedded_program_start:\n"
    ".incbin \"" EMBEDDED_PROGRAM
    "\"\n"
    ".global embedded_program_end\n"
    "embedded_program_end:\n"
    ".byte 0\n"
    ".popsection\n");
