/* T24 signal: a handler for SIGUSR1, pause → EINTR; an alarm; an ignored and a blocked signal. */
#include <signal.h>
#include <unistd.h>
#include <sys/time.h>

static void onSignal(int signo)
{
	(void)signo;
}

int main(void)
{
	struct sigaction action = {.sa_handler = onSignal, .sa_flags = SA_RESTART};
	struct itimerval soon = {.it_value = {.tv_usec = 20000}};
	sigset_t set;

	sigemptyset(&action.sa_mask);
	sigaddset(&action.sa_mask, SIGUSR2);
	sigaction(SIGUSR1, &action, NULL);
	kill(getpid(), SIGUSR1);

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	pause();

	signal(SIGCHLD, SIG_IGN);
	kill(getpid(), SIGCHLD);

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	kill(getpid(), SIGUSR2);
	sigprocmask(SIG_SETMASK, NULL, &set);
	return 0;
}
