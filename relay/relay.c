// A program without a library that hullproof puts into a helper container, where an engine's published ports cannot be reached from here. It is started by
// `docker exec` in the network of the container that is asked; what comes in at its standard input is sent, what is answered goes to its standard output.
//
//   t ADDRESS PORT    a TCP connection; exit code 1 where no one listens
//   u ADDRESS PORT    UDP: what is read at once is one datagram
//   a PORT WORD       accepts TCP connections, and says WORD to each
//   r FILE            the file's text
//   w                 waits
//
// `node scripts/relay.ts` compiles it into src/sources/engine/reach/relay-program.ts.

#define SIGCHLD 17
#define EINTR 4

#if defined(__x86_64__)
enum { READ = 0, WRITE = 1, CLOSE = 3, SOCKET = 41, CONNECT = 42, ACCEPT = 43, SHUTDOWN = 48, BIND = 49, LISTEN = 50,
       SETSOCKOPT = 54, CLONE = 56, PRCTL = 157, EXIT_GROUP = 231, OPENAT = 257, PPOLL = 271 };
static long call(long n, long a, long b, long c, long d, long e) {
  long r;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  __asm__ volatile("syscall" : "=a"(r) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
  return r;
}
__asm__(".globl _start\n_start:\n xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call run\n");
#elif defined(__aarch64__)
enum { READ = 63, WRITE = 64, CLOSE = 57, SOCKET = 198, CONNECT = 203, ACCEPT = 202, SHUTDOWN = 210, BIND = 200, LISTEN = 201,
       SETSOCKOPT = 208, CLONE = 220, PRCTL = 167, EXIT_GROUP = 94, OPENAT = 56, PPOLL = 73 };
static long call(long n, long a, long b, long c, long d, long e) {
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
  return x0;
}
__asm__(".globl _start\n_start:\n mov x29,#0\n mov x0,sp\n bl run\n");
#endif

struct address {
  unsigned short family;
  unsigned char port[2];
  unsigned char host[4];
  unsigned char rest[8];
};

static char buffer[16384];

static void end(int code) {
  for (;;) call(EXIT_GROUP, code, 0, 0, 0, 0);
}

static unsigned number(const char **at) {
  unsigned value = 0;
  for (; **at >= '0' && **at <= '9'; (*at)++) value = value * 10 + (unsigned)(**at - '0');
  return value;
}

static void fill(struct address *to, const char *host, const char *port) {
  to->family = 2;
  for (int part = 0; part < 4; part++) {
    to->host[part] = host == 0 ? 0 : (unsigned char)number(&host);
    if (host != 0 && *host == '.') host++;
  }
  unsigned value = number(&port);
  to->port[0] = (unsigned char)(value >> 8);
  to->port[1] = (unsigned char)value;
}

/* All of it, or it ends. */
static void put(int fd, const char *from, long left) {
  while (left > 0) {
    long written = call(WRITE, fd, (long)from, left, 0, 0);
    if (written == -EINTR) continue;
    if (written <= 0) end(2);
    from += written;
    left -= written;
  }
}

/* Until the end of `from`; a refused datagram, which a socket of UDP tells at the next read, is none. */
static void copy(int from, int to, int datagrams) {
  for (int failed = 0; failed < 64;) {
    long got = call(READ, from, (long)buffer, sizeof buffer, 0, 0);
    if (got == -EINTR) continue;
    if (got > 0) put(to, buffer, got);
    else if (datagrams && got != 0) failed++;
    else if (!datagrams || got == 0) return;
  }
}

static void carry(int datagrams, const char *host, const char *port) {
  struct address to = {0};
  fill(&to, host, port);
  int fd = (int)call(SOCKET, 2, datagrams ? 2 : 1, 0, 0, 0);
  if (fd < 0 || call(CONNECT, fd, (long)&to, sizeof to, 0, 0) < 0) end(1);
  long child = call(CLONE, SIGCHLD, 0, 0, 0, 0);
  if (child < 0) end(3);
  if (child == 0) {
    /* It goes with the other half. */
    call(PRCTL, 1, 9, 0, 0, 0);
    /* What was refused is told at the next write: no one repeats a lost datagram but its sender. */
    if (datagrams)
      for (long got; (got = call(READ, 0, (long)buffer, sizeof buffer, 0, 0)) > 0;) call(WRITE, fd, (long)buffer, got, 0, 0);
    else copy(0, fd, 0);
    call(SHUTDOWN, fd, 1, 0, 0, 0);
    end(0);
  }
  copy(fd, 1, datagrams);
  end(0);
}

static void answer(const char *port, const char *word) {
  struct address at = {0};
  int yes = 1;
  long length = 0;
  while (word[length] != 0) length++;
  fill(&at, 0, port);
  int fd = (int)call(SOCKET, 2, 1, 0, 0, 0);
  call(SETSOCKOPT, fd, 1, 2, (long)&yes, sizeof yes);
  if (fd < 0 || call(BIND, fd, (long)&at, sizeof at, 0, 0) < 0 || call(LISTEN, fd, 16, 0, 0, 0) < 0) end(1);
  for (;;) {
    int peer = (int)call(ACCEPT, fd, 0, 0, 0, 0);
    if (peer < 0) continue;
    call(WRITE, peer, (long)word, length, 0, 0);
    call(CLOSE, peer, 0, 0, 0, 0);
  }
}

__attribute__((used)) void run(long *stack) {
  long count = stack[0];
  char **words = (char **)(stack + 1);
  char mode = count > 1 ? words[1][0] : 0;
  if ((mode == 't' || mode == 'u') && count == 4) carry(mode == 'u', words[2], words[3]);
  if (mode == 'a' && count == 4) answer(words[2], words[3]);
  if (mode == 'r' && count == 3) {
    int fd = (int)call(OPENAT, -100, (long)words[2], 0, 0, 0);
    if (fd < 0) end(1);
    copy(fd, 1, 0);
    end(0);
  }
  if (mode == 'w') for (;;) call(PPOLL, 0, 0, 0, 0, 0);
  end(64);
}
