/* Prints what it sees of calls that a tracer may change: results, errno, bytes, times, signals, in two threads. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t signals;

static void on_signal(int signo)
{
	signals += signo;
}

static void *count_calls(void *name)
{
	for (int i = 1; i <= 4; i++) {
		long got = syscall(SYS_getuid);

		printf("%s getuid %d: %ld errno %d\n", (char *) name, i, got < 0 ? got : 0, got < 0 ? errno : 0);
	}
	return NULL;
}

int main(void)
{
	char path[] = "/proc/self/comm";
	char buffer[8] = "-------";
	struct timespec before, after, pause = {0, 20000000};
	pthread_t thread;
	int fd, status;
	ssize_t got;

	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGUSR1, on_signal);
	fd = open(path, O_RDONLY);
	printf("open %d errno %d path %s\n", fd < 0 ? fd : 0, fd < 0 ? errno : 0, path);
	got = read(fd, buffer, 4);
	printf("read %zd errno %d bytes %.7s\n", got, got < 0 ? errno : 0, buffer);
	got = lseek(fd, 2, SEEK_SET);
	printf("lseek %zd errno %d\n", got, got < 0 ? errno : 0);
	clock_gettime(CLOCK_MONOTONIC, &before);
	got = nanosleep(&pause, NULL);
	clock_gettime(CLOCK_MONOTONIC, &after);
	long slept = (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
	printf("nanosleep %zd errno %d %s signals %d\n", got, got < 0 ? errno : 0, slept >= 50 ? "long" : "short", (int) signals);
	count_calls("main");
	pthread_create(&thread, NULL, count_calls, "thread");
	pthread_join(thread, NULL);
	pid_t child = fork();
	if (child == 0) {
		count_calls("child");
		_exit(3);
	}
	got = waitpid(child, &status, 0);
	printf("waitpid %d status %d\n", got == child, got == child ? WEXITSTATUS(status) : 0);
	return 0;
}
