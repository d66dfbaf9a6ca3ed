/* 50 threads that all live at the same time, then end. */
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>
#include <sys/syscall.h>

enum { THREADS = 50 };
static pthread_barrier_t allRun;

static void *work(void *argument)
{
	int fd = *(int *)argument;

	pthread_barrier_wait(&allRun);
	for (int i = 0; i < 5; i++) {
		syscall(SYS_getppid);
		write(fd, "work", 4);
	}
	pthread_barrier_wait(&allRun);
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	int fd = open("/dev/null", O_WRONLY);

	pthread_barrier_init(&allRun, NULL, THREADS);
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, work, &fd);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
