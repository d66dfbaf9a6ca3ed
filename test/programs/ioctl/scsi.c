/* SG_IO in both versions: directions, parts, sense data, what is left over, and what cannot be read. */
#include "answered.h"
#include <scsi/sg.h>
#include <linux/bsg.h>

static void bothVersions(void) {

  char *m = room(8192), *q = room(8192), *cdb = room(4096), *sb = room(4096), *iv = room(4096);
  struct sg_io_hdr *h = (void *)m;
  for (int i = 0; i < 200; i++) {
    q[i] = i + 1;
    cdb[i] = 0x10 + i;
    sb[i] = 0x70 + i;
  }
  struct sg_iovec *io = (void *)iv;
  io[0].iov_base = q;
  io[0].iov_len = 3;
  io[1].iov_base = q + 10;
  io[1].iov_len = 5;
  for (int dir = -6; dir <= 1; dir++)
    for (int n = 0; n < 3; n++) {
      memset(m, 0, 8192);
      h->interface_id = 'S';
      h->dxfer_direction = dir;
      h->cmd_len = 6;
      h->mx_sb_len = 8;
      h->iovec_count = n == 2 ? 2 : 0;
      h->dxfer_len = n == 0 ? 0 : n == 1 ? 40 : 8;
      h->dxferp = n == 0 ? 0 : n == 1 ? (void *)q : (void *)iv;
      h->cmdp = (void *)cdb;
      h->sbp = (void *)sb;
      h->timeout = 5000;
      h->flags = SG_FLAG_DIRECT_IO | SG_FLAG_LUN_INHIBIT;
      h->pack_id = 7;
      h->usr_ptr = (void *)9;
      h->status = 2;
      h->masked_status = 1;
      h->msg_status = 3;
      h->sb_len_wr = 4;
      h->host_status = 5;
      h->driver_status = 6;
      h->resid = n == 1 ? 10 : -7;
      h->duration = 100;
      h->info = SG_INFO_CHECK | SG_INFO_DIRECT_IO;
      ioctl(-1, SG_IO, h);
    }
  int ids[] = {0, 'A', 'S', 'Q', 'P', -1};
  for (int i = 0; i < 6; i++) {
    memset(m, 0, 8192);
    h->interface_id = ids[i];
    ioctl(-1, SG_IO, h);
    memset(m, 0xff, 200);
    h->interface_id = ids[i];
    ioctl(-1, SG_IO, h);
    ioctl(-1, SG_IO, tail(m, 4));
    ioctl(-1, SG_IO, tail(m, 3));
    ioctl(-1, SG_IO, tail(m, 87));
    ioctl(-1, SG_IO, tail(m, 88));
    ioctl(-1, SG_IO, tail(m, 159));
    ioctl(-1, SG_IO, tail(m, 160));
  }
  /* odd pointers */
  memset(m, 0, 200);
  h->interface_id = 'S';
  h->cmd_len = 255;
  h->cmdp = tail(cdb, 100);
  h->dxfer_direction = -2;
  h->dxfer_len = 100;
  h->dxferp = tail(q, 50);
  h->sbp = tail(sb, 2);
  h->sb_len_wr = 10;
  h->mx_sb_len = 10;
  ioctl(-1, SG_IO, h);
  h->iovec_count = 3;
  h->dxferp = tail(io, sizeof *io * 2);
  ioctl(-1, SG_IO, h);
  h->dxfer_direction = -3;
  ioctl(-1, SG_IO, h);
  h->dxferp = iv;
  h->iovec_count = 2;
  h->dxfer_len = 5;
  h->resid = 2;
  ioctl(-1, SG_IO, h);
  h->dxfer_direction = -2;
  ioctl(-1, SG_IO, h);
  h->flags = 0xffffffff;
  h->info = 0xffffffff;
  h->flags = 0;
  h->iovec_count = 0;
  h->dxferp = q;
  h->dxfer_len = 0x7fffffff;
  ioctl(-1, SG_IO, h);
  h->dxfer_direction = -3;
  h->resid = 0x7ffffff0;
  ioctl(-1, SG_IO, h);
  h->resid = 0x7fffffff;
  ioctl(-1, SG_IO, h);
  h->dxfer_len = 10;
  h->resid = 10;
  ioctl(-1, SG_IO, h);
  h->resid = 11;
  ioctl(-1, SG_IO, h);
  h->sb_len_wr = 0;
  ioctl(-1, SG_IO, h);
  h->info = 0;
  h->flags = 0;
  ioctl(-1, SG_IO, h);
  struct sg_io_v4 *w = (void *)m;
  for (int n = 0; n < 6; n++) {
    memset(m, 0, 8192);
    w->guard = 'Q';
    w->protocol = n % 3;
    w->subprotocol = n;
    w->request_len = 6;
    w->request = (long)cdb;
    w->request_tag = 11;
    w->request_attr = 12;
    w->request_priority = 13;
    w->request_extra = 14;
    w->max_response_len = 8;
    w->response = (long)sb;
    w->dout_iovec_count = n == 2 ? 2 : 0;
    w->dout_xfer_len = n ? 8 : 0;
    w->din_iovec_count = n == 3 ? 2 : 0;
    w->din_xfer_len = n > 1 ? 8 : 0;
    w->dout_xferp = n == 2 ? (long)iv : (long)q;
    w->din_xferp = n == 3 ? (long)iv : (long)q + 20;
    w->timeout = 500;
    w->flags = n;
    w->usr_ptr = 0x99;
    w->spare_in = n == 4 ? 5 : 0;
    w->driver_status = 1;
    w->transport_status = 2;
    w->device_status = 3;
    w->retry_delay = 4;
    w->info = n;
    w->duration = 77;
    w->response_len = n == 5 ? 100 : 4;
    w->din_resid = n == 4 ? 3 : n == 5 ? -3 : 0;
    w->dout_resid = 1;
    w->generated_tag = 88;
    w->spare_out = n == 5 ? 6 : 0;
    ioctl(-1, SG_IO, w);
  }
  w->request = (long)tail(cdb, 3);
  w->dout_iovec_count = 0;
  w->dout_xferp = (long)tail(q, 3);
  w->din_xferp = 1;
  w->din_iovec_count = 0;
  w->response = 2;
  ioctl(-1, SG_IO, w);
}

static void bothWays(void) {

  char *m = room(8192), *q = room(8192);
  struct sg_io_hdr *h = (void *)m;
  h->interface_id = 'S';
  h->dxfer_direction = -4;
  memcpy(q, "abcdef", 6);
  h->dxfer_len = 0;
  h->dxferp = q;
  ioctl(-1, SG_IO, h);
  h->dxfer_len = 3;
  h->dxferp = 0;
  ioctl(-1, SG_IO, h);
  h->dxferp = (void *)1;
  ioctl(-1, SG_IO, h);
  h->dxferp = q;
  h->resid = 3;
  ioctl(-1, SG_IO, h);
  h->resid = 2;
  ioctl(-1, SG_IO, h);
  h->iovec_count = 1;
  ioctl(-1, SG_IO, h);
  h->iovec_count = 2;
  h->dxferp = (void *)1;
  ioctl(-1, SG_IO, h);
}

int main(int count, char **arguments) {
  answer(count == 2 ? atoi(arguments[1]) : 0);
  bothVersions();
  bothWays();
  return 0;
}
