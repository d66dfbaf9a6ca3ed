/* Time: clocks, sleeping, timers, interval timers, timer descriptors, adjustment. */
#include "family.h"
#include <signal.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <time.h>

int main(void) {
  struct timespec ts = {0, 1000}, bad = {-1, 2000000000}, rest;
  struct timeval tv = {1, 500000};
  struct timezone tz = {60, 1};
  CALL(nanosleep, &ts, &rest);
  CALL(nanosleep, &ts, NULL);
  CALL(nanosleep, &bad, &rest);
  CALL(nanosleep, NULL, NULL);
  CALL(nanosleep, NOWHERE, &rest);
  CALL(clock_nanosleep, CLOCK_MONOTONIC, 0, &ts, &rest);
  CALL(clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, &ts, NULL);
  CALL(clock_nanosleep, 99, 0xffffffff, &ts, NOWHERE);
  CALL(clock_nanosleep, CLOCK_MONOTONIC, 2, &bad, &rest);
  CALL(clock_gettime, CLOCK_REALTIME, NULL);
  CALL(clock_gettime, CLOCK_BOOTTIME_ALARM, NOWHERE);
  CALL(clock_gettime, 77, &ts);
  CALL(clock_gettime, -2, &ts);
  CALL(clock_gettime, -6, NULL);
  CALL(clock_gettime, ~(5 << 3) | 3, NULL);
  CALL(clock_gettime, (~7 << 3) | 2, NULL);
  CALL(clock_gettime, (~7 << 3) | 6, NULL);
  CALL(clock_gettime, (~0 << 3) | 5, NULL);
  CALL(clock_getres, CLOCK_MONOTONIC, &ts);
  CALL(clock_getres, CLOCK_TAI, NULL);
  CALL(clock_settime, 88, &ts);
  CALL(clock_settime, CLOCK_MONOTONIC, &bad);
  CALL(clock_settime, CLOCK_REALTIME, NULL);
  CALL(gettimeofday, NULL, NULL);
  CALL(gettimeofday, NOWHERE, NULL);
  CALL(gettimeofday, NULL, &tz);
  tv.tv_usec = 5000000;
  CALL(settimeofday, &tv, NULL);
  CALL(settimeofday, NULL, NOWHERE);
  CALL(time, NULL);
  CALL(time, NOWHERE);
  CALL(alarm, 1000);
  CALL(alarm, 0xffffffff);
  CALL(alarm, 0);
  struct itimerval interval = {{10, 1}, {1000, 999999}}, was;
  CALL(setitimer, ITIMER_REAL, &interval, &was);
  CALL(getitimer, ITIMER_VIRTUAL, &was);
  CALL(getitimer, 5, &was);
  CALL(getitimer, ITIMER_PROF, NULL);
  interval.it_value.tv_usec = -1;
  CALL(setitimer, ITIMER_PROF, &interval, NULL);
  CALL(setitimer, ITIMER_VIRTUAL, NOWHERE, &was);
  CALL(setitimer, ITIMER_REAL, NULL, NULL);
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
  struct itimerspec spec = {{100, 5}, {0, 0}}, spec_was;
  int timer = -1;
  event.sigev_value.sival_ptr = (void *)0x1234567890;
  CALL(timer_create, CLOCK_MONOTONIC, &event, &timer);
  CALL(timer_settime, timer, TIMER_ABSTIME, &spec, &spec_was);
  CALL(timer_settime, timer, 0xfffffffe, NULL, NULL);
  CALL(timer_settime, -1, 0, &spec, NOWHERE);
  CALL(timer_gettime, timer, &spec_was);
  CALL(timer_gettime, -1, &spec_was);
  CALL(timer_getoverrun, timer);
  CALL(timer_delete, timer);
  CALL(timer_delete, 99);
  event.sigev_notify = SIGEV_NONE;
  CALL(timer_create, 77, &event, &timer);
  event.sigev_notify = SIGEV_THREAD_ID;
  event._sigev_un._tid = 12345678;
  CALL(timer_create, CLOCK_REALTIME, &event, &timer);
  event.sigev_notify = SIGEV_THREAD;
  CALL(timer_create, 77, &event, &timer);
  event.sigev_notify = 99;
  event.sigev_signo = 100;
  CALL(timer_create, 77, &event, NOWHERE);
  CALL(timer_create, 77, NULL, NULL);
  CALL(timer_create, 77, NOWHERE, &timer);
  int fd = CALL(timerfd_create, CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  CALL(timerfd_create, 50, 1);
  CALL(timerfd_settime, fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &spec, &spec_was);
  CALL(timerfd_settime, fd, 0, &spec, NULL);
  CALL(timerfd_settime, -1, 0xffffffff, NOWHERE, &spec_was);
  CALL(timerfd_gettime, -1, &spec_was);
  CLOSE(fd);
  struct timex adjust = {.modes = 0xffffffff, .status = 0xffff};
  CALL(clock_adjtime, 66, &adjust);
  adjust.modes = ADJ_OFFSET_SS_READ;
  CALL(clock_adjtime, 66, &adjust);
  CALL(clock_adjtime, CLOCK_REALTIME, NOWHERE);
  CALL(adjtimex, NULL);
  CALL(adjtimex, NOWHERE);
  return 0;
}
