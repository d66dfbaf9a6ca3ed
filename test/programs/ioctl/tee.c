/* Messages to trusted applications: logins, parameters, lengths that do not fit. */
#include "answered.h"
#include <linux/tee.h>

static void messages(void) {
  char *m = room(8192), *x = room(8192);
  struct tee_ioctl_buf_data *d = (void *)m;
  unsigned cs[] = {TEE_IOC_OPEN_SESSION, TEE_IOC_INVOKE, TEE_IOC_SUPPL_RECV, TEE_IOC_SUPPL_SEND};
  for (int k = 0; k < 4; k++) {
    memset(m, 0, 100);
    memset(x, 0, 4096);
    ioctl(-1, cs[k], d);
    d->buf_ptr = (long)x;
    d->buf_len = 16;
    ioctl(-1, cs[k], d);
    int hdr = k == 0   ? sizeof(struct tee_ioctl_open_session_arg)
              : k == 1 ? sizeof(struct tee_ioctl_invoke_arg)
              : k == 2 ? sizeof(struct tee_iocl_supp_recv_arg)
                       : sizeof(struct tee_iocl_supp_send_arg);
    int np = k == 0 ? hdr - 8 : k == 1 ? hdr - 8 : k == 2 ? 4 : 4; /*guess*/
    for (int n = 0; n < 4; n++) {
      memset(x, 0, 4096);
      for (int i = 0; i < hdr; i++) x[i] = i + 1;
      unsigned *num;
      if (k == 0) {
        struct tee_ioctl_open_session_arg *a = (void *)x;
        num = &a->num_params;
        a->clnt_login = n == 0 ? TEE_IOCTL_LOGIN_USER : n == 1 ? 0x80000000 : n;
        a->ret = n == 0 ? 0 : 0xffff0008;
        a->ret_origin = n;
      } else if (k == 1) {
        struct tee_ioctl_invoke_arg *a = (void *)x;
        num = &a->num_params;
        a->ret_origin = n;
      } else if (k == 2) {
        struct tee_iocl_supp_recv_arg *a = (void *)x;
        num = &a->num_params;
      } else {
        struct tee_iocl_supp_send_arg *a = (void *)x;
        num = &a->num_params;
      }
      *num = n;
      struct tee_ioctl_param *p = (void *)(x + hdr);
      for (int i = 0; i < n; i++) {
        p[i].attr = i + (n == 2 ? 5 : n == 3 ? 1 : 0);
        p[i].a = 10 + i;
        p[i].b = 20 + i;
        p[i].c = 30 + i;
      }
      d->buf_len = hdr + n * 32;
      ioctl(-1, cs[k], d);
      d->buf_len++;
      ioctl(-1, cs[k], d);
      d->buf_len -= 2;
      ioctl(-1, cs[k], d);
      d->buf_len = hdr + n * 32;
      d->buf_ptr = (long)tail(x, hdr + n * 32);
      ioctl(-1, cs[k], d);
      d->buf_ptr = (long)tail(x, hdr + n * 32 - 1);
      ioctl(-1, cs[k], d);
      d->buf_ptr = (long)x;
    }
    *(char *)x = 0;
    {
      struct tee_ioctl_param *p = (void *)(x + hdr);
      unsigned *num = k == 0   ? &((struct tee_ioctl_open_session_arg *)x)->num_params
                      : k == 1 ? &((struct tee_ioctl_invoke_arg *)x)->num_params
                      : k == 2 ? &((struct tee_iocl_supp_recv_arg *)x)->num_params
                               : &((struct tee_iocl_supp_send_arg *)x)->num_params;
      *num = 12;
      for (int i = 0; i < 12; i++) {
        memset(p + i, i + 1, 32);
        p[i].attr = i;
      }
      p[9].attr = 0x105;
      p[10].attr = 0x10000 | 1;
      p[11].attr = 0xffffffff;
      d->buf_len = hdr + 12 * 32;
      ioctl(-1, cs[k], d);
      *num = 100;
      ioctl(-1, cs[k], d);
      d->buf_len = 1 << 20;
      ioctl(-1, cs[k], d);
    }
  }
}

static void logins(void) {
  char *m = room(8192), *x = room(8192);
  struct tee_ioctl_buf_data *d = (void *)m;
  struct tee_ioctl_open_session_arg *a = (void *)x;
  for (int i = 0; i < 32; i++) x[i] = i + 1;
  d->buf_ptr = (long)x;
  d->buf_len = 56;
  for (int i = 0; i < 8; i++) {
    a->clnt_login = i;
    ioctl(-1, TEE_IOC_OPEN_SESSION, d);
  }
}

int main(int count, char **arguments) {
  answer(count == 2 ? atoi(arguments[1]) : 0);
  messages();
  logins();
  return 0;
}
