/* Children by fork, vfork and clone (a thread), each ending in a way of its own. */
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void *thread(void *unused) {
  (void)unused;
  syscall(SYS_getuid);
  return 0;
}

int main(void) {
  int status;
  pid_t child = fork();
  if (child == 0) _exit(3);
  waitpid(child, &status, 0);
  child = vfork();
  if (child == 0) {
    execl("/bin/true", "true", (char *)0);
    _exit(4);
  }
  waitpid(child, &status, 0);
  pthread_t id;
  pthread_create(&id, 0, thread, 0);
  pthread_join(id, 0);
  return 7;
}
