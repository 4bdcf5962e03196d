/* Makes writes and syncs of chosen files fail on demand. Preloaded into a server; the file that FAILING_DISK names says how, as
   "<fault> <part of a path>": "sync" fails the next sync, once; "slow" lets syncs wait, "full" fails writes, and "short" writes
   half before it fails, for as long as the file is there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int is_meant(int fd, const char *what) {
  const char *control = getenv("FAILING_DISK");
  char text[256] = "", fault[16], part[200], link[64], path[4096];
  if (!control) return 0;
  int file = open(control, O_RDONLY);
  if (file < 0) return 0;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0 || sscanf(text, "%15s %199s", fault, part) != 2 || strcmp(fault, what) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strstr(path, part) != NULL;
}

static int sync_with(const char *name, int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  if (is_meant(fd, "sync")) {
    unlink(getenv("FAILING_DISK"));
    errno = EIO;
    return -1;
  }
  while (is_meant(fd, "slow")) usleep(10000);
  return real(fd);
}

int fsync(int fd) { return sync_with("fsync", fd); }
int fdatasync(int fd) { return sync_with("fdatasync", fd); }

#define FULL_OR(real_call)                                                                   \
  if (is_meant(fd, "full") || (is_meant(fd, "short") && count < 2)) {                        \
    errno = ENOSPC;                                                                          \
    return -1;                                                                               \
  }                                                                                          \
  if (is_meant(fd, "short")) count = count / 2;                                              \
  return real_call;

#define WRITE(name, offset_type)                                                             \
  ssize_t name(int fd, const void *bytes, size_t count, offset_type offset) {                \
    ssize_t (*real)(int, const void *, size_t, offset_type) = dlsym(RTLD_NEXT, #name);       \
    FULL_OR(real(fd, bytes, count, offset))                                                  \
  }
WRITE(pwrite, off_t)
WRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *bytes, size_t count) {
  ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  FULL_OR(real(fd, bytes, count))
}
