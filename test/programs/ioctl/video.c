/* Video4Linux: formats of every type of stream, parameters, buffers, controls. */
#include "answered.h"
#include <sys/time.h>
#include <linux/videodev2.h>

static void formats(void) {

  char *m = room(8192);
  struct v4l2_format *f = (void *)m;
  unsigned fc[] = {VIDIOC_G_FMT, VIDIOC_S_FMT, VIDIOC_TRY_FMT};
  for (int k = 0; k < 3; k++)
    for (int t = 0; t < 16; t++) {
      memset(m, 0, 8192);
      f->type = t;
      ioctl(-1, fc[k], f);
      memset(m, 0xff, 8192);
      f->type = t;
      if (t == 9 || t == 10)
        f->fmt.pix_mp.num_planes = 2;
      ioctl(-1, fc[k], f);
      for (int i = 4; i < 208; i++) m[i] = i;
      f->type = t;
      if (t == 9 || t == 10)
        f->fmt.pix_mp.num_planes = 2;
      if (t == 3 || t == 8) {
        f->fmt.win.clips = (void *)(m + 4096);
        f->fmt.win.clipcount = 2;
      }
      ioctl(-1, fc[k], f);
      if (t == 9 || t == 10) {
        f->fmt.pix_mp.num_planes = 0;
        ioctl(-1, fc[k], f);
        f->fmt.pix_mp.num_planes = 8;
        ioctl(-1, fc[k], f);
        f->fmt.pix_mp.num_planes = 9;
        ioctl(-1, fc[k], f);
      }
      if (t == 3 || t == 8) {
        f->fmt.win.clipcount = 0;
        ioctl(-1, fc[k], f);
        f->fmt.win.clips = 0;
        f->fmt.win.clipcount = 1;
        ioctl(-1, fc[k], f);
      }
      if (t == 1) {
        f->fmt.pix.width = 640;
        f->fmt.pix.height = 480;
        f->fmt.pix.pixelformat = V4L2_PIX_FMT_YUYV;
        f->fmt.pix.field = V4L2_FIELD_NONE;
        f->fmt.pix.bytesperline = 1280;
        f->fmt.pix.sizeimage = 614400;
        f->fmt.pix.colorspace = V4L2_COLORSPACE_SRGB;
        f->fmt.pix.priv = V4L2_PIX_FMT_PRIV_MAGIC;
        f->fmt.pix.flags = 1;
        f->fmt.pix.ycbcr_enc = 1;
        f->fmt.pix.quantization = 1;
        f->fmt.pix.xfer_func = 1;
        ioctl(-1, fc[k], f);
      }
      if (t == 4 || t == 5) {
        memset(m + 4, 0, 200);
        f->fmt.vbi.sampling_rate = 27000000;
        f->fmt.vbi.sample_format = V4L2_PIX_FMT_GREY;
        f->fmt.vbi.start[0] = 6;
        f->fmt.vbi.count[1] = 3;
        f->fmt.vbi.flags = 3;
        ioctl(-1, fc[k], f);
      }
      if (t == 6 || t == 7) {
        memset(m + 4, 0, 200);
        f->fmt.sliced.service_set = 1 | 0x1000;
        f->fmt.sliced.service_lines[0][3] = 0x400;
        f->fmt.sliced.service_lines[1][23] = 0x4400;
        f->fmt.sliced.io_size = 7;
        ioctl(-1, fc[k], f);
        f->fmt.sliced.reserved[1] = 7;
        ioctl(-1, fc[k], f);
      }
    }
}

static void buffersAndControls(void) {

  char *m = room(8192), *x = room(8192);
  struct v4l2_streamparm *p = (void *)m;
  unsigned pc[] = {VIDIOC_G_PARM, VIDIOC_S_PARM};
  for (int k = 0; k < 2; k++)
    for (int t = 0; t < 4; t++) {
      memset(m, 0, 8192);
      p->type = t;
      ioctl(-1, pc[k], p);
      p->parm.capture.capability = 0x1000;
      p->parm.capture.capturemode = 1;
      p->parm.capture.timeperframe.numerator = 1;
      p->parm.capture.timeperframe.denominator = 25;
      p->parm.capture.extendedmode = 5;
      p->parm.capture.readbuffers = 6;
      ioctl(-1, pc[k], p);
      memset(m, 0xff, 300);
      p->type = t;
      ioctl(-1, pc[k], p);
      p->type = t == 3 ? 9 : t == 2 ? 10 : t;
      ioctl(-1, pc[k], p);
    }
  ioctl(-1, VIDIOC_G_PARM, tail(m, 204));
  ioctl(-1, VIDIOC_G_PARM, tail(m, 203));
  struct v4l2_buffer *b = (void *)m;
  unsigned bc[] = {VIDIOC_QUERYBUF, VIDIOC_QBUF, VIDIOC_DQBUF, VIDIOC_PREPARE_BUF};
  for (int k = 0; k < 4; k++)
    for (int t = 0; t < 12; t++) {
      memset(m, 0, 8192);
      b->type = t;
      b->index = 3;
      b->memory = t % 6;
      ioctl(-1, bc[k], b);
      b->bytesused = 7;
      b->flags = V4L2_BUF_FLAG_MAPPED | V4L2_BUF_FLAG_TIMESTAMP_COPY | V4L2_BUF_FLAG_TSTAMP_SRC_SOE;
      b->field = 1;
      b->timestamp.tv_sec = 5;
      b->timestamp.tv_usec = 6;
      b->timecode.type = 1;
      b->sequence = 9;
      b->m.userptr = 0x1234567;
      b->length = 2;
      if (t > 8)
        b->m.planes = (void *)x;
      b->request_fd = 0;
      ioctl(-1, bc[k], b);
      b->flags = 0x2000 + 0x100000 + 0x800000;
      b->request_fd = 1;
      b->timestamp.tv_usec = 1000000;
      ioctl(-1, bc[k], b);
      b->flags = 0xffffffff;
      b->reserved2 = 3;
      b->timestamp.tv_usec = -1;
      ioctl(-1, bc[k], b);
    }
  struct v4l2_ext_controls *e = (void *)m;
  struct v4l2_ext_control *q = (void *)x;
  unsigned ec[] = {VIDIOC_G_EXT_CTRLS, VIDIOC_S_EXT_CTRLS, VIDIOC_TRY_EXT_CTRLS};
  for (int k = 0; k < 3; k++) {
    memset(m, 0, 8192);
    memset(x, 0, 8192);
    ioctl(-1, ec[k], e);
    e->ctrl_class = V4L2_CTRL_CLASS_USER;
    e->count = 2;
    e->error_idx = 1;
    e->request_fd = 4;
    e->reserved[0] = 1;
    ioctl(-1, ec[k], e);
    e->controls = q;
    q[0].id = V4L2_CID_BRIGHTNESS;
    q[0].value = -5;
    q[0].value64 = -5;
    q[1].id = V4L2_CID_CONTRAST;
    q[1].size = 4;
    q[1].string = x + 4096;
    strcpy(x + 4096, "abcdef");
    q[1].reserved2[0] = 5;
    ioctl(-1, ec[k], e);
    q[1].string = (void *)1;
    ioctl(-1, ec[k], e);
    q[1].size = 0;
    ioctl(-1, ec[k], e);
    e->error_idx = 2;
    ioctl(-1, ec[k], e);
    e->error_idx = 0;
    ioctl(-1, ec[k], e);
    e->count = 3;
    e->error_idx = 3;
    ioctl(-1, ec[k], e);
    e->controls = tail(x, 40);
    ioctl(-1, ec[k], e);
    e->count = 100;
    ioctl(-1, ec[k], e);
    e->controls = q;
    ioctl(-1, ec[k], e);
  }
  struct v4l2_create_buffers *cb = (void *)m;
  for (int t = 0; t < 4; t++) {
    memset(m, 0, 8192);
    cb->index = 1;
    cb->count = 2;
    cb->memory = t;
    cb->format.type = t == 3 ? 13 : t;
    cb->capabilities = t;
    cb->flags = t;
    ioctl(-1, VIDIOC_CREATE_BUFS, cb);
    cb->flags = 0xff;
    cb->capabilities = 0xfff;
    cb->reserved[0] = t;
    ioctl(-1, VIDIOC_CREATE_BUFS, cb);
  }
  struct v4l2_fmtdesc *fd = (void *)m;
  memset(m, 0, 200);
  fd->type = 1;
  fd->pixelformat = V4L2_PIX_FMT_YUYV;
  ioctl(-1, VIDIOC_ENUM_FMT, fd);
  fd->pixelformat = V4L2_META_FMT_VSP1_HGO;
  ioctl(-1, VIDIOC_ENUM_FMT, fd);
  fd->pixelformat = V4L2_SDR_FMT_CU8;
  ioctl(-1, VIDIOC_ENUM_FMT, fd);
  fd->pixelformat = V4L2_TCH_FMT_DELTA_TD16;
  ioctl(-1, VIDIOC_ENUM_FMT, fd);
  fd->pixelformat = V4L2_PIX_FMT_RGB565X | (1 << 31);
  ioctl(-1, VIDIOC_ENUM_FMT, fd);
  fd->pixelformat = V4L2_PIX_FMT_HSV24;
  ioctl(-1, VIDIOC_ENUM_FMT, fd);
  struct v4l2_format *f = (void *)m;
  memset(m, 0, 208);
  f->type = V4L2_BUF_TYPE_SDR_CAPTURE;
  f->fmt.sdr.pixelformat = V4L2_SDR_FMT_CU8;
  ioctl(-1, VIDIOC_G_FMT, f);
  f->type = V4L2_BUF_TYPE_META_CAPTURE;
  f->fmt.meta.dataformat = V4L2_META_FMT_UVC;
  ioctl(-1, VIDIOC_G_FMT, f);
}

int main(int count, char **arguments) {
  answer(count == 2 ? atoi(arguments[1]) : 0);
  formats();
  buffersAndControls();
  return 0;
}
