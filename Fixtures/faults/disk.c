/* A disk that fails when it is told to: loaded before the C library's own functions (LD_PRELOAD).
 *
 * The first byte of the file that DISK_FAULT names decides what regular files do from now on:
 *   'f'  is full: writing fails with ENOSPC
 *   'w'  cannot be written: EIO
 *   's'  cannot be synchronised: fsync and fdatasync fail with EIO
 *   else all is well
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const volatile char *mode;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("DISK_FAULT");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) return;
    void *page = mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0);
    if (page != MAP_FAILED) mode = page;
    close(fd);
}

/* Standard output and error are files as well, but not the store's. */
static int is_stored(int fd) {
    struct stat status;
    return fd > 2 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

static int fails_to_write(int fd) {
    char now = mode ? *mode : 0;
    if ((now != 'f' && now != 'w') || !is_stored(fd)) return 0;
    errno = now == 'f' ? ENOSPC : EIO;
    return 1;
}

static int fails_to_sync(int fd) {
    if (!mode || *mode != 's' || !is_stored(fd)) return 0;
    errno = EIO;
    return 1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t count) {
    return fails_to_write(fd) ? -1 : NEXT(write)(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    return fails_to_write(fd) ? -1 : NEXT(pwrite)(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    return fails_to_write(fd) ? -1 : NEXT(pwrite64)(fd, bytes, count, at);
}

int fsync(int fd) { return fails_to_sync(fd) ? -1 : NEXT(fsync)(fd); }

int fdatasync(int fd) { return fails_to_sync(fd) ? -1 : NEXT(fdatasync)(fd); }
