/* THREADS threads that compute and make CALLS system calls each: more work than there are processors. */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/syscall.h>

static long calls;

static void *work(void *argument)
{
	volatile unsigned sum = 0;

	for (long call = 0; call < calls; call++) {
		for (int i = 0; i < 2000; i++)
			sum += i;
		syscall(SYS_getppid);
	}
	return argument;
}

int main(int argc, char **argv)
{
	pthread_t threads[64];
	int count = argc > 1 ? atoi(argv[1]) : 4;

	calls = argc > 2 ? atol(argv[2]) : 1000;
	if (count < 1 || count > 64)
		return 2;
	for (int i = 0; i < count; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
