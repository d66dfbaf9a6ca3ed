/* Device mapper: each command with each kind of data behind its header, in place, misplaced and cut off. */
#include "answered.h"
#include <linux/dm-ioctl.h>

static void eachData(void) {

  unsigned codes[] = {DM_VERSION,           DM_REMOVE_ALL,    DM_LIST_DEVICES, DM_DEV_CREATE,       DM_DEV_REMOVE,   DM_DEV_RENAME,
                      DM_DEV_SUSPEND,       DM_DEV_STATUS,    DM_DEV_WAIT,     DM_TABLE_LOAD,       DM_TABLE_CLEAR,  DM_TABLE_DEPS,
                      DM_TABLE_STATUS,      DM_LIST_VERSIONS, DM_TARGET_MSG,   DM_DEV_SET_GEOMETRY, DM_DEV_ARM_POLL,
#ifdef DM_GET_TARGET_VERSION
                      DM_GET_TARGET_VERSION
#endif
  };
  char *m = room(8192);
  struct dm_ioctl *d = (void *)m;
  for (unsigned k = 0; k < sizeof codes / 4; k++) {
    memset(m, 0, 8192);
    d->version[0] = 4;
    d->version[1] = 1;
    d->version[2] = 2;
    d->data_size = 312;
    d->data_start = 312;
    d->dev = 0xfd03;
    d->target_count = 1;
    d->open_count = -2;
    d->flags = 0x1f;
    d->event_nr = 7;
    strcpy(d->name, "nnn");
    strcpy(d->uuid, "uuu");
    ioctl(-1, codes[k], d);
    d->data_size = 4096;
    d->data_start = 320;
    d->padding = 5;
    ioctl(-1, codes[k], d);
    /* target specs */
    struct dm_target_spec *t = (void *)(m + 320);
    d->target_count = 2;
    t->sector_start = 16;
    t->length = 32;
    t->status = -3;
    t->next = 64;
    strcpy(t->target_type, "linear");
    strcpy((char *)(t + 1), "par1 par2");
    t = (void *)((char *)t + 64);
    t->sector_start = 160;
    t->length = 320;
    t->next = 0;
    strcpy(t->target_type, "0123456789abcdefgh");
    strcpy((char *)(t + 1), "xyz");
    ioctl(-1, codes[k], d);
    d->flags = 0;
    /* names */
    memset(m + 320, 0, 2000);
    struct dm_name_list *n = (void *)(m + 320);
    n->dev = 0x1234;
    n->next = 40;
    strcpy(n->name, "first");
    n = (void *)((char *)n + 40);
    n->dev = 0xfd01;
    n->next = 0;
    strcpy(n->name, "second");
    ioctl(-1, codes[k], d);
    /* deps */
    memset(m + 320, 0, 2000);
    struct dm_target_deps *p = (void *)(m + 320);
    p->count = 3;
    p->dev[0] = 0x801;
    p->dev[1] = 0x802;
    p->dev[2] = 0xfd03;
    ioctl(-1, codes[k], d);
    /* versions */
    memset(m + 320, 0, 2000);
    struct dm_target_versions *q = (void *)(m + 320);
    q->next = 32;
    q->version[0] = 1;
    q->version[1] = 2;
    q->version[2] = 3;
    strcpy(q->name, "crypt");
    q = (void *)((char *)q + 32);
    q->version[0] = 9;
    strcpy(q->name, "zero");
    ioctl(-1, codes[k], d);
    /* msg */
    memset(m + 320, 0, 2000);
    struct dm_target_msg *g = (void *)(m + 320);
    g->sector = 77;
    strcpy(g->message, "mess age");
    ioctl(-1, codes[k], d);
    strcpy(m + 320, "1 2 3 4");
    ioctl(-1, codes[k], d);
  }
}

static void oddHeaders(void) {

  unsigned codes[] = {DM_TABLE_LOAD,   DM_DEV_RENAME, DM_DEV_SUSPEND, DM_TABLE_STATUS,
                      DM_LIST_DEVICES, DM_TARGET_MSG, DM_TABLE_DEPS,  DM_LIST_VERSIONS};
  char *m = room(8192);
  struct dm_ioctl *d = (void *)m;
#undef INIT
#define INIT                                                                                                                               \
  memset(m, 0, 8192);                                                                                                                      \
  d->version[0] = 4;                                                                                                                       \
  d->version[1] = 1;                                                                                                                       \
  d->version[2] = 2;                                                                                                                       \
  d->data_size = 312;                                                                                                                      \
  d->data_start = 312;
  for (unsigned k = 0; k < sizeof codes / 4; k++) {
    INIT;
    d->version[0] = 3;
    ioctl(-1, codes[k], d);
    d->version[0] = 5;
    ioctl(-1, codes[k], d);
    INIT;
    d->data_size = 0;
    ioctl(-1, codes[k], d);
    d->data_size = 40;
    ioctl(-1, codes[k], d);
    d->data_size = 304;
    ioctl(-1, codes[k], d);
    d->data_size = 305;
    ioctl(-1, codes[k], d);
    d->data_size = 311;
    ioctl(-1, codes[k], d);
    d->data_size = 313;
    ioctl(-1, codes[k], d);
    INIT;
    d->flags = 0xffffffff;
    d->dev = 0;
    d->name[0] = 'x';
    ioctl(-1, codes[k], d);
    d->name[0] = 0;
    d->uuid[0] = 'y';
    ioctl(-1, codes[k], d);
    memset(d->name, 'n', 128);
    memset(d->uuid, 'u', 129);
    d->flags = 0;
    ioctl(-1, codes[k], d);
    INIT;
    d->target_count = 1;
    d->data_size = 352;
    d->data_start = 312;
    ioctl(-1, codes[k], d);
    d->data_start = 311;
    ioctl(-1, codes[k], d);
    d->data_start = 0;
    ioctl(-1, codes[k], d);
    d->data_start = 351;
    m[351] = 'q';
    ioctl(-1, codes[k], d);
    d->data_start = 352;
    ioctl(-1, codes[k], d);
    d->data_start = 353;
    ioctl(-1, codes[k], d);
    d->data_start = 0xffffffff;
    ioctl(-1, codes[k], d);
    INIT;
    d->target_count = 1;
    d->data_size = 312 + 48;
    memset(m + 312 + 32, 'z', 8);
    ioctl(-1, codes[k], d);
    memset(m + 312 + 40, 'w', 20);
    ioctl(-1, codes[k], d);
    d->data_size = 0xffffffff;
    ioctl(-1, codes[k], d);
    INIT;
    d->data_size = 8000;
    ioctl(-1, codes[k], tail(m, 304));
    ioctl(-1, codes[k], tail(m, 305));
    ioctl(-1, codes[k], tail(m, 311));
    ioctl(-1, codes[k], tail(m, 312));
    d->target_count = 3;
    ioctl(-1, codes[k], tail(m, 312 + 39));
    ioctl(-1, codes[k], tail(m, 312 + 40));
    ioctl(-1, codes[k], tail(m, 312 + 41));
    ioctl(-1, codes[k], tail(m, 312 + 4));
    ioctl(-1, codes[k], tail(m, 312 + 8));
    ioctl(-1, codes[k], tail(m, 312 + 12));
    ioctl(-1, codes[k], tail(m, 312 + 16));
    ioctl(-1, codes[k], tail(m, 312 + 20));
  }
}

static void oddOffsets(void) {

  unsigned codes[] = {DM_VERSION, DM_LIST_DEVICES, DM_TARGET_MSG, DM_LIST_VERSIONS, DM_TABLE_LOAD, DM_TABLE_STATUS};
  char *m = room(8192);
  struct dm_ioctl *d = (void *)m;
#undef INIT
#define INIT                                                                                                                               \
  memset(m, 0, 8192);                                                                                                                      \
  d->version[0] = 4;                                                                                                                       \
  d->version[1] = 47;                                                                                                                      \
  d->version[2] = 2;                                                                                                                       \
  d->data_size = 8000;                                                                                                                     \
  d->data_start = 312;
  for (unsigned k = 0; k < sizeof codes / 4; k++) {
    INIT;
    d->flags = 1 << 16;
    strcpy(m + 312, "out");
    ioctl(-1, codes[k], d);
    d->flags = 1 << 8;
    ioctl(-1, codes[k], d);
    d->flags = 0;
    int nx[] = {1, 4, 8, 12, 13, 16, 20, 24, 39, 40, 41, 0xfffffff0, 7000, 7684, 7685, 7688, 7689, 7672, 7673, 7648, 7649};
    for (int i = 0; i < 21; i++) {
      d->target_count = 2;
      memset(m + 312, 0, 7000);
      *(unsigned *)(m + 312 + (k == 1 ? 8 : k > 3 ? 20 : 0)) = nx[i];
      if (nx[i] < 7000)
        for (int j = 60; j < 6000; j++) m[312 + j] = 0;
      ioctl(-1, codes[k], d);
    }
    INIT;
    memset(m + 312, 0, 80);
    *(unsigned *)(m + 312 + (k == 1 ? 8 : k > 3 ? 20 : 0)) = 40;
    d->target_count = 3;
    *(unsigned *)(m + 312 + 40 + (k == 1 ? 8 : k > 3 ? 20 : 0)) = 80;
    strcpy(m + 312 + 16, "name");
    ioctl(-1, codes[k], d);
    INIT;
    *(unsigned *)(m + 312 + 8) = 32;
    strcpy(m + 312 + 12, "abc");
    m[328] = 5;
    m[332] = 1;
    m[336] = 'U';
    strcpy(m + 337, "uid");
    ioctl(-1, codes[k], d);
    INIT;
    memset(m + 312, 'x', 300);
    *(unsigned *)(m + 312) = 0;
    *(unsigned *)(m + 320) = 0;
    ioctl(-1, codes[k], d);
  }
}

static void lists(void) {

  unsigned codes[] = {DM_LIST_DEVICES, DM_LIST_VERSIONS, DM_TABLE_LOAD};
  char *m = room(8192);
  struct dm_ioctl *d = (void *)m;
#undef INIT
#define INIT                                                                                                                               \
  memset(m, 0, 8192);                                                                                                                      \
  d->version[0] = 4;                                                                                                                       \
  d->version[1] = 47;                                                                                                                      \
  d->version[2] = 2;                                                                                                                       \
  d->data_size = 8000;                                                                                                                     \
  d->data_start = 312;
  for (unsigned k = 0; k < sizeof codes / 4; k++) {
    int o[] = {12, 16, 40};
    INIT;
    strcpy(m + 312 + o[k], "abcdefghijklmnop");
    d->target_count = 2;
    int nx[] = {14, 20, 24, 28, 29, 30, 32, 33, 34, 35, 36, 37, 38, 40, 41, 44, 56, 57, 58, 60};
    for (int i = 0; i < 20; i++) {
      *(unsigned *)(m + 312 + (k == 0 ? 8 : k == 1 ? 0 : 20)) = nx[i];
      ioctl(-1, codes[k], d);
    }
  }
  INIT;
  strcpy(m + 312 + 12, "ab");
  m[320] = 40;
  for (int i = 30; i < 40; i++) {
    d->version[1] = i;
    ioctl(-1, DM_LIST_DEVICES, d);
  }
  for (int i = 312; i < 321; i++) {
    d->data_start = i;
    memset(m + 312, 0, 100);
    m[i + 8] = 40;
    m[i + 16] = 1;
    m[i + 17] = 2;
    m[i + 18] = 3;
    m[i + 19] = 4;
    m[i + 20] = 5;
    m[i + 21] = 6;
    m[i + 22] = 7;
    ioctl(-1, DM_LIST_DEVICES, d);
  }
}

static void smallSizes(void) {

  char *m = room(8192);
  struct dm_ioctl *d = (void *)m;
  d->version[0] = 4;
  for (int i = 1; i < 40; i++) {
    d->data_size = i;
    ioctl(-1, DM_VERSION, d);
  }
}

int main(int count, char **arguments) {
  answer(count == 2 ? atoi(arguments[1]) : 0);
  eachData();
  oddHeaders();
  oddOffsets();
  lists();
  smallSizes();
  return 0;
}
