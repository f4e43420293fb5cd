/* Makes each call of its standard input in a process of its own, and prints those that were not refused with EHWPOISON (133), which no
   call answers by itself, nor by the death of the process (SIGSYS). A line is: entry (64, x32 or 386), number, six arguments in hex. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static long through64(long nr, const long *a) {
  register long r10 __asm__("r10") = a[3];
  register long r8 __asm__("r8") = a[4];
  register long r9 __asm__("r9") = a[5];
  long ret;
  __asm__ volatile("syscall" : "=a"(ret) : "a"(nr), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
  return ret;
}

static long through386(long nr, const long *a) {
  long ret;
  __asm__ volatile("int $0x80" : "=a"(ret) : "a"(nr), "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]), "D"(a[4]) : "r8", "r9", "r10", "r11", "memory");
  return ret;
}

int main(void) {
  char entry[8];
  long nr, a[6], made = 0, refused = 0, killed = 0;
  while (scanf("%7s %ld %lx %lx %lx %lx %lx %lx", entry, &nr, a, a + 1, a + 2, a + 3, a + 4, a + 5) == 8) {
    made++;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
      long ret = strcmp(entry, "386") == 0 ? through386(nr, a) : through64(strcmp(entry, "x32") == 0 ? nr | 0x40000000 : nr, a);
      through64(231, (long[6]){ret == -133 ? 133 : ret == -38 ? 38 : ret == -1 ? 2 : 1, 0, 0, 0, 0, 0});
    }
    int status = 0;
    for (int waited = 0; waitpid(child, &status, WNOHANG) == 0; waited++) {
      if (waited > 500) kill(child, SIGKILL);
      usleep(waited < 20 ? 100 : 2000);
    }
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) killed++;
    else if (WIFEXITED(status) && WEXITSTATUS(status) == 133) refused++;
    else printf("open %s %ld %lx %lx status %x\n", entry, nr, a[0], a[1], status);
  }
  printf("made %ld refused %ld killed %ld\n", made, refused, killed);
  return 0;
}
