/*
 * Tells the thread sanitizer of two kinds of synchronisation that it cannot see, because they happen in Swift's own
 * libraries, which are not instrumented. Without this every contended Mutex is reported as a race; with it a race
 * inside or outside of a Mutex is still found, which a list of suppressions would hide.
 *
 * 1. Synchronization.Mutex. Taking a free one is inlined into its user and seen; waiting for one and handing one over
 *    happen in libswiftSynchronization.
 * 2. A continuation that is resumed before its task waits for it. Whoever resumes releases the task, as always, but
 *    the task goes on at once, without the acquire of a task that is run again. The next thing that the compiler lets
 *    it do is to give back the memory of the call that it waited in.
 *
 * Each function stands in front of the library's function of the same name. Where a library has no such function,
 * nobody calls ours.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall, disable_sanitizer_instrumentation))
#define SELF __attribute__((swift_context)) void *self
#define SYMBOL(name) __asm__(name)

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define DEALLOCATE "swift_task_dealloc"

void __tsan_acquire(void *address);
void __tsan_release(void *address);
SWIFT void *swift_task_getCurrent(void);

SWIFT void alcazar_lock(uint32_t thread, SELF) SYMBOL(LOCK);
SWIFT bool alcazar_try_lock(SELF) SYMBOL(TRY_LOCK);
SWIFT void alcazar_unlock(SELF) SYMBOL(UNLOCK);
SWIFT void alcazar_deallocate(void *memory) SYMBOL(DEALLOCATE);

static SWIFT void (*lock)(uint32_t thread, SELF);
static SWIFT bool (*try_lock)(SELF);
static SWIFT void (*unlock)(SELF);
static SWIFT void (*deallocate)(void *memory);

__attribute__((constructor, disable_sanitizer_instrumentation)) static void find(void) {
    *(void **)&lock = dlsym(RTLD_NEXT, LOCK);
    *(void **)&try_lock = dlsym(RTLD_NEXT, TRY_LOCK);
    *(void **)&unlock = dlsym(RTLD_NEXT, UNLOCK);
    *(void **)&deallocate = dlsym(RTLD_NEXT, DEALLOCATE);
}

/* The sanitizer keeps one clock per address, so the address of the lock joins ours with those of the inlined atomics. */
SWIFT void alcazar_lock(uint32_t thread, SELF) {
    lock(thread, self);
    __tsan_acquire(self);
}

SWIFT bool alcazar_try_lock(SELF) {
    bool is_taken = try_lock(self);
    if (is_taken) __tsan_acquire(self);
    return is_taken;
}

SWIFT void alcazar_unlock(SELF) {
    __tsan_release(self);
    unlock(self);
}

SWIFT void alcazar_deallocate(void *memory) {
    void *task = swift_task_getCurrent();
    if (task) __tsan_acquire(task);
    deallocate(memory);
}
