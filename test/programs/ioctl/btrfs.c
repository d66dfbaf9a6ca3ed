/* Btrfs: subvolumes, balances, searches, devices. */
#include "answered.h"
#include <linux/btrfs.h>
#include <linux/btrfs_tree.h>

static void commands(void) {
  char *m = room(65536), *x = room(8192);
#undef Z
#define Z memset(m, 0, 65536)
  {
    struct btrfs_ioctl_vol_args_v2 *a = (void *)m;
    unsigned cs[] = {BTRFS_IOC_SNAP_CREATE_V2, BTRFS_IOC_SUBVOL_CREATE_V2, BTRFS_IOC_RM_DEV_V2, BTRFS_IOC_SNAP_DESTROY_V2};
    for (int k = 0; k < 4; k++) {
      Z;
      a->fd = 0;
      a->transid = 7;
      strcpy(a->name, "nm");
      ioctl(-1, cs[k], a);
      a->flags = BTRFS_SUBVOL_RDONLY | BTRFS_SUBVOL_CREATE_ASYNC;
      a->unused[0] = 1;
      ioctl(-1, cs[k], a);
      a->flags = BTRFS_SUBVOL_QGROUP_INHERIT;
      a->size = 80;
      struct btrfs_qgroup_inherit *q = (void *)x;
      a->qgroup_inherit = q;
      ioctl(-1, cs[k], a);
      memset(x, 0, 8192);
      q->flags = 1;
      q->num_qgroups = 2;
      q->num_ref_copies = 0;
      q->num_excl_copies = 0;
      q->lim.flags = 3;
      q->lim.max_rfer = 1;
      q->lim.max_excl = 2;
      q->lim.rsv_rfer = 3;
      q->lim.rsv_excl = 4;
      q->qgroups[0] = 0x10;
      q->qgroups[1] = 0x20;
      a->size = sizeof *q + 16;
      ioctl(-1, cs[k], a);
      q->num_qgroups = 4;
      q->num_ref_copies = 1;
      ioctl(-1, cs[k], a);
      a->size = sizeof *q;
      q->num_qgroups = 1;
      ioctl(-1, cs[k], a);
      a->qgroup_inherit = (void *)1;
      ioctl(-1, cs[k], a);
      a->flags = -1;
      ioctl(-1, cs[k], a);
      a->flags = 16;
      a->devid = 77;
      ioctl(-1, cs[k], a);
      memset(a->name, 'n', 4040);
      ioctl(-1, cs[k], a);
    }
  }
  {
    struct btrfs_ioctl_fs_info_args *a = (void *)m;
    Z;
    ioctl(-1, BTRFS_IOC_FS_INFO, a);
    a->max_id = 1;
    a->num_devices = 2;
    memset(a->fsid, 0xab, 16);
    a->nodesize = 3;
    a->sectorsize = 4;
    a->clone_alignment = 5;
    a->csum_type = 1;
    a->csum_size = 4;
    a->flags = 7;
    a->generation = 99;
    memset(a->metadata_uuid, 0xcd, 16);
    ioctl(-1, BTRFS_IOC_FS_INFO, a);
    a->flags = 1;
    a->reserved[0] = 5;
    ioctl(-1, BTRFS_IOC_FS_INFO, a);
    a->flags = 2;
    ioctl(-1, BTRFS_IOC_FS_INFO, a);
    a->flags = 4;
    ioctl(-1, BTRFS_IOC_FS_INFO, a);
    a->flags = 0xffffffffffffffffull;
    a->csum_type = 9;
    ioctl(-1, BTRFS_IOC_FS_INFO, a);
  }
  {
    struct btrfs_ioctl_balance_args *a = (void *)m;
    unsigned cs[] = {BTRFS_IOC_BALANCE_V2, BTRFS_IOC_BALANCE_PROGRESS};
    for (int k = 0; k < 2; k++) {
      Z;
      ioctl(-1, cs[k], a);
      a->flags = 1;
      a->state = 1;
      ioctl(-1, cs[k], a);
      a->flags = 7 | 8;
      a->stat.expected = 1;
      a->stat.considered = 2;
      a->stat.completed = 3;
      for (int i = 0; i < 3; i++) {
        struct btrfs_balance_args *b = i == 0 ? &a->data : i == 1 ? &a->meta : &a->sys;
        memset(b, i + 1, sizeof *b);
        b->profiles = 1 << i;
        b->usage = 10;
        b->flags = i == 0 ? 1 : i == 1 ? 0x3ff : 0;
        b->target = BTRFS_BLOCK_GROUP_RAID1;
      }
      ioctl(-1, cs[k], a);
      a->flags = 2;
      ioctl(-1, cs[k], a);
      memset(m, 0xff, 1024);
      ioctl(-1, cs[k], a);
    }
  }
  {
    struct btrfs_ioctl_space_args *a = (void *)m;
    Z;
    ioctl(-1, BTRFS_IOC_SPACE_INFO, a);
    a->space_slots = 2;
    a->total_spaces = 2;
    a->spaces[0].flags = 1;
    a->spaces[0].total_bytes = 5;
    a->spaces[0].used_bytes = 6;
    a->spaces[1].flags = 0x24;
    ioctl(-1, BTRFS_IOC_SPACE_INFO, a);
    a->space_slots = 0;
    ioctl(-1, BTRFS_IOC_SPACE_INFO, a);
    a->space_slots = 1;
    ioctl(-1, BTRFS_IOC_SPACE_INFO, a);
    a->space_slots = 5;
    a->total_spaces = 3;
    ioctl(-1, BTRFS_IOC_SPACE_INFO, tail(m, 16 + 48));
  }
  {
    struct btrfs_ioctl_ino_path_args *a = (void *)m;
    Z;
    a->inum = 256;
    a->size = 0;
    ioctl(-1, BTRFS_IOC_INO_PATHS, a);
    struct btrfs_data_container *d = (void *)x;
    memset(x, 0, 8192);
    a->fspath = (long)d;
    a->size = 4096;
    d->bytes_left = 1;
    d->bytes_missing = 2;
    d->elem_cnt = 2;
    d->elem_missed = 3;
    d->val[0] = 16;
    d->val[1] = 24;
    strcpy((char *)d->val + 16, "abc");
    strcpy((char *)d->val + 24, "defg");
    ioctl(-1, BTRFS_IOC_INO_PATHS, a);
    a->reserved[0] = 1;
    d->elem_cnt = 0;
    ioctl(-1, BTRFS_IOC_INO_PATHS, a);
    d->elem_cnt = 2;
    a->fspath = (long)tail(x, 32);
    ioctl(-1, BTRFS_IOC_INO_PATHS, a);
    a->fspath = (long)tail(x, 15);
    ioctl(-1, BTRFS_IOC_INO_PATHS, a);
  }
  {
    struct btrfs_ioctl_logical_ino_args *a = (void *)m;
    unsigned cs[] = {BTRFS_IOC_LOGICAL_INO, BTRFS_IOC_LOGICAL_INO_V2};
    for (int k = 0; k < 2; k++) {
      Z;
      a->logical = 256;
      ioctl(-1, cs[k], a);
      struct btrfs_data_container *d = (void *)x;
      memset(x, 0, 8192);
      a->inodes = (long)d;
      a->size = 4096;
      a->flags = 1;
      d->bytes_left = 1;
      d->bytes_missing = 2;
      d->elem_cnt = 6;
      d->elem_missed = 3;
      for (int i = 0; i < 6; i++) d->val[i] = 100 + i;
      d->val[2] = 5;
      ioctl(-1, cs[k], a);
      a->reserved[1] = 4;
      d->elem_cnt = 0;
      ioctl(-1, cs[k], a);
      d->elem_cnt = 2;
      ioctl(-1, cs[k], a);
      d->elem_cnt = 4;
      a->inodes = (long)tail(x, 16 + 24);
      ioctl(-1, cs[k], a);
      a->inodes = 1;
      a->flags = -1;
      ioctl(-1, cs[k], a);
    }
  }
  {
    struct btrfs_ioctl_search_args *a = (void *)m;
    Z;
    ioctl(-1, BTRFS_IOC_TREE_SEARCH, a);
    struct btrfs_ioctl_search_key *k = &a->key;
    k->tree_id = 5;
    k->min_objectid = 256;
    k->max_objectid = -1;
    k->min_offset = 1;
    k->max_offset = -1;
    k->min_transid = 2;
    k->max_transid = -1;
    k->min_type = 1;
    k->max_type = 84;
    k->nr_items = 2;
    ioctl(-1, BTRFS_IOC_TREE_SEARCH, a);
    struct btrfs_ioctl_search_header *h = (void *)a->buf;
    h->transid = 8;
    h->objectid = 256;
    h->offset = 9;
    h->type = 1;
    h->len = 160;
    h = (void *)((char *)(h + 1) + 160);
    h->transid = 18;
    h->objectid = BTRFS_FREE_SPACE_OBJECTID;
    h->offset = 19;
    h->type = 84;
    h->len = 0;
    ioctl(-1, BTRFS_IOC_TREE_SEARCH, a);
    h = (void *)a->buf;
    h->len = 0xffffff00;
    ioctl(-1, BTRFS_IOC_TREE_SEARCH, a);
    h->len = 4000;
    ioctl(-1, BTRFS_IOC_TREE_SEARCH, a);
    k->nr_items = 0;
    ioctl(-1, BTRFS_IOC_TREE_SEARCH, a);
    k->tree_id = 3;
    k->min_type = 99;
    k->unused1 = 3;
    ioctl(-1, BTRFS_IOC_TREE_SEARCH, a);
  }
  {
    struct btrfs_ioctl_search_args_v2 *a = (void *)m;
    Z;
    ioctl(-1, BTRFS_IOC_TREE_SEARCH_V2, a);
    struct btrfs_ioctl_search_key *k = &a->key;
    k->tree_id = 5;
    k->min_objectid = 256;
    k->nr_items = 2;
    a->buf_size = 4096;
    struct btrfs_ioctl_search_header *h = (void *)a->buf;
    h->transid = 8;
    h->objectid = 256;
    h->offset = 9;
    h->type = 1;
    h->len = 160;
    h = (void *)((char *)(h + 1) + 160);
    h->type = 84;
    ioctl(-1, BTRFS_IOC_TREE_SEARCH_V2, a);
    a->buf_size = 32;
    ioctl(-1, BTRFS_IOC_TREE_SEARCH_V2, a);
    ioctl(-1, BTRFS_IOC_TREE_SEARCH_V2, tail(m, 112 + 32));
    a->buf_size = 4096;
    ioctl(-1, BTRFS_IOC_TREE_SEARCH_V2, tail(m, 112 + 32));
  }
  {
    struct btrfs_ioctl_received_subvol_args *a = (void *)m;
    Z;
    ioctl(-1, BTRFS_IOC_SET_RECEIVED_SUBVOL, a);
    memset(a->uuid, 0xab, 16);
    a->stransid = 1;
    a->rtransid = 2;
    a->stime.sec = 3;
    a->stime.nsec = 4;
    a->rtime.sec = 5;
    a->rtime.nsec = 6;
    a->flags = 1;
    ioctl(-1, BTRFS_IOC_SET_RECEIVED_SUBVOL, a);
    a->reserved[0] = 1;
    ioctl(-1, BTRFS_IOC_SET_RECEIVED_SUBVOL, a);
  }
  {
    struct btrfs_ioctl_get_dev_stats *a = (void *)m;
    Z;
    ioctl(-1, BTRFS_IOC_GET_DEV_STATS, a);
    a->devid = 1;
    a->nr_items = 5;
    a->flags = 1;
    for (int i = 0; i < 6; i++) a->values[i] = i + 1;
    ioctl(-1, BTRFS_IOC_GET_DEV_STATS, a);
    a->nr_items = 7;
    ioctl(-1, BTRFS_IOC_GET_DEV_STATS, a);
    a->nr_items = 200;
    ioctl(-1, BTRFS_IOC_GET_DEV_STATS, a);
    a->nr_items = 2;
    a->flags = -1;
    ioctl(-1, BTRFS_IOC_GET_DEV_STATS, a);
  }
  {
    struct btrfs_ioctl_dev_replace_args *a = (void *)m;
    for (int k = 0; k < 4; k++) {
      Z;
      a->cmd = k;
      a->result = k;
      ioctl(-1, BTRFS_IOC_DEV_REPLACE, a);
      if (k == 0 || k == 3) {
        a->start.srcdevid = 0;
        strcpy((char *)a->start.srcdev_name, "src");
        strcpy((char *)a->start.tgtdev_name, "tgt");
        a->start.cont_reading_from_srcdev_mode = 1;
        ioctl(-1, BTRFS_IOC_DEV_REPLACE, a);
        a->start.srcdevid = 5;
        a->result = -1;
        ioctl(-1, BTRFS_IOC_DEV_REPLACE, a);
        a->start.cont_reading_from_srcdev_mode = 3;
        ioctl(-1, BTRFS_IOC_DEV_REPLACE, a);
      } else {
        a->status.replace_state = k;
        a->status.progress_1000 = 500;
        a->status.time_started = 100;
        a->status.time_stopped = 200;
        a->status.num_write_errors = 3;
        a->status.num_uncorrectable_read_errors = 4;
        ioctl(-1, BTRFS_IOC_DEV_REPLACE, a);
        a->spare[0] = 6;
        a->status.replace_state = 77;
        ioctl(-1, BTRFS_IOC_DEV_REPLACE, a);
      }
    }
  }
  {
    struct btrfs_ioctl_ino_lookup_args *a = (void *)m;
    Z;
    ioctl(-1, BTRFS_IOC_INO_LOOKUP, a);
    a->treeid = 5;
    a->objectid = 256;
    strcpy(a->name, "nam");
    ioctl(-1, BTRFS_IOC_INO_LOOKUP, a);
    a->treeid = 3;
    a->objectid = -1;
    ioctl(-1, BTRFS_IOC_INO_LOOKUP, a);
    memset(a->name, 'n', 4080);
    ioctl(-1, BTRFS_IOC_INO_LOOKUP, a);
  }
}

static void keys(void) {
  char *m = room(65536);
  struct btrfs_ioctl_search_args *a = (void *)m;
  struct btrfs_ioctl_search_key *k = &a->key;
  unsigned long t[] = {1, 5, 7, 256, -1, 18446744073709551607ul};
  unsigned long mi[] = {0, 1, 5, 255, 256, 257, -1, 18446744073709551607ul, -5};
  for (int i = 0; i < 6; i++)
    for (int j = 0; j < 9; j++) {
      k->tree_id = t[i];
      k->min_objectid = mi[j];
      k->max_objectid = mi[8 - j];
      ioctl(-1, BTRFS_IOC_TREE_SEARCH, a);
    }
}

int main(int count, char **arguments) {
  answer(count == 2 ? atoi(arguments[1]) : 0);
  commands();
  keys();
  return 0;
}
