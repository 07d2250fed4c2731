/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sandbox of nghisu-render. A child may read its file, fonts and poppler's
 * tables, take memory, and write to its channel; seccomp kills it for
 * anything else, Landlock and the namespaces hold should seccomp's list be too
 * wide somewhere. It is not a place for exceptions by file or by request:
 * there are two lists, compiled once, one for strangers' files and one for what
 * the server itself has printed, which may make threads.
 */
#include "sandbox.h"
#include "workers/pages.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifdef NGHISU_SANITIZE
/* A worker ends by _exit, so that leaks are never looked for; but the looking keeps account of threads, which the filter stops: a printing
 * child would wait for ever. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}
#endif

/* Newer than the headers of Debian 12's first kernel. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#ifndef LANDLOCK_ACCESS_FS_IOCTL_DEV
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ULL << 15)
#endif

static const char *const readable[] = {
    "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/poppler",     "/var/cache/fontconfig",
    "/etc/fonts",       "/usr/share/fontconfig",  "/usr/share/ghostscript",
};

static bool write_line(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t written = write(fd, text, strlen(text));
    close(fd);
    return written == (ssize_t)strlen(text);
}

bool sandbox_isolate(void)
{
    unsigned user = geteuid(), group = getegid();
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC) != 0)
        return false;
    /* Everyone stays who they were: files owned by the server's user are read as before. */
    char line[64];
    write_line("/proc/self/setgroups", "deny");
    snprintf(line, sizeof line, "%u %u 1\n", user, user);
    write_line("/proc/self/uid_map", line);
    snprintf(line, sizeof line, "%u %u 1\n", group, group);
    write_line("/proc/self/gid_map", line);
    return true;
}

static int landlock_open(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return -1;
    struct landlock_ruleset_attr rules = {.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
    if (abi >= 2)
        rules.handled_access_fs |= LANDLOCK_ACCESS_FS_REFER;
    if (abi >= 3)
        rules.handled_access_fs |= LANDLOCK_ACCESS_FS_TRUNCATE;
    if (abi >= 5)
        rules.handled_access_fs |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
    /* Only the first field, which every ABI knows. */
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules.handled_access_fs, 0);
    if (ruleset < 0)
        return -1;
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) {
        int folder = open(readable[i], O_PATH | O_CLOEXEC);
        if (folder < 0)
            continue; /* not on this machine */
        struct landlock_path_beneath_attr beneath = {.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
                                                     .parent_fd = folder};
        syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
        close(folder);
    }
    return ruleset;
}

static const int allowed[] = {
    SCMP_SYS(pread64),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(read),
    SCMP_SYS(recvmsg),
    SCMP_SYS(close),
    SCMP_SYS(newfstatat),
    SCMP_SYS(fstat),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(lseek),
    SCMP_SYS(futex),
    SCMP_SYS(fstatfs),
    SCMP_SYS(getdents64),
    SCMP_SYS(fadvise64),
    SCMP_SYS(getrandom),
    SCMP_SYS(sysinfo),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(rt_sigreturn),
#ifdef NGHISU_SANITIZE /* what the sanitizers' own run-time needs */
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getrusage),
    SCMP_SYS(tgkill),
#endif
};

static int rules_add(scmp_filter_ctx filter)
{
    int wrong = 0;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    /* Nothing opened can be written to or made. */
    wrong |=
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (__O_TMPFILE & ~O_DIRECTORY), O_RDONLY));
    /* Nothing new becomes code. A library asking for it (an iconv module) is told no and lives. */
    const int mappers[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};
    for (size_t i = 0; i < 2; i++) {
        wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, mappers[i], 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
        wrong |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), mappers[i], 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
    }
    /* Its channel, and standard error, which is /dev/null. */
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0(SCMP_CMP_EQ, PAGES_CHANNEL_FD));
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO));
    const int questions[] = {F_GETFD, F_SETFD, F_GETFL};
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, questions[i]));
    /* Own limits only; the hard ones cannot be raised, for the capabilities are gone. */
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_EQ, 0));
    return wrong;
}

/* Pango (1.50) has fontconfig look for each new font in a thread of its own. A thread is made with exactly these flags and stays in the
 * sandbox; a process cannot be. */
static int thread_rules_add(scmp_filter_ctx filter)
{
    const unsigned flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |
                           CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
    int wrong = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_EQ, flags));
    /* Its flags lie in memory, where a filter cannot look: the C library goes back to clone. */
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    /* What the C library does for a thread at its beginning and end; its name. */
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(set_robust_list), 0);
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(rseq), 0);
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(rt_sigprocmask), 0);
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(rt_sigaction), 1, SCMP_A0(SCMP_CMP_EQ, __SIGRTMIN + 1));
    wrong |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
    return wrong;
}

static bool compile(struct sock_fprog *into, bool threads)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return false;
    bool done = false;
    int file = memfd_create("filter", MFD_CLOEXEC);
    struct stat facts;
    if (file >= 0 && rules_add(filter) == 0 && (!threads || thread_rules_add(filter) == 0) && seccomp_export_bpf(filter, file) == 0 &&
        fstat(file, &facts) == 0 && facts.st_size > 0) {
        void *code = malloc((size_t)facts.st_size);
        if (code && pread(file, code, (size_t)facts.st_size, 0) == facts.st_size) {
            into->filter = code;
            into->len = (unsigned short)((size_t)facts.st_size / sizeof(struct sock_filter));
            done = true;
        }
    }
    if (file >= 0)
        close(file);
    seccomp_release(filter);
    return done;
}

bool sandbox_prepare(Sandbox *sandbox)
{
    bool done = compile(&sandbox->filter, false) && compile(&sandbox->threaded, true);
    sandbox->landlock = landlock_open();
    return done;
}

static void limit(int what, rlim_t soft, rlim_t hard)
{
    struct rlimit now;
    if (getrlimit(what, &now) == 0 && now.rlim_max != RLIM_INFINITY && hard > now.rlim_max)
        hard = now.rlim_max;
    setrlimit(what, &(struct rlimit){soft < hard ? soft : hard, hard});
}

bool sandbox_enter(const Sandbox *sandbox, const SandboxLimits *limits)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#ifndef NGHISU_SANITIZE /* shadow memory is terabytes of address space */
    if (limits->memory_bytes)
        limit(RLIMIT_AS, limits->memory_bytes, limits->memory_bytes);
#endif
    limit(RLIMIT_CPU, PAGES_DRAW_SECONDS, limits->processor_seconds);
    limit(RLIMIT_NOFILE, 32, 32);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_FSIZE, 0, 0);
    if (sandbox->landlock >= 0 && syscall(SYS_landlock_restrict_self, sandbox->landlock, 0) != 0)
        return false;
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
        prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {{0}};
    if (syscall(SYS_capset, &head, none) != 0)
        return false;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, limits->threads ? &sandbox->threaded : &sandbox->filter, 0, 0) == 0;
}

void sandbox_allow_seconds(unsigned seconds)
{
    struct timespec used;
    struct rlimit now;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0 || getrlimit(RLIMIT_CPU, &now) != 0)
        return;
    rlim_t wanted = (rlim_t)used.tv_sec + seconds;
    now.rlim_cur = wanted < now.rlim_max ? wanted : now.rlim_max;
    setrlimit(RLIMIT_CPU, &now);
}
