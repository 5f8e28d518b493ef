#include "fault_disk.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DISKS_MAX = 4096, FILES_MAX = 8, NAME_MAX_BYTES = 128, SECTOR = 512 };
static const char prefix[] = "/fault-disk/";

// What was done to a file since it was synced.
typedef struct {
    int is_truncation;
    sqlite3_int64 offset; // of a truncation: the new size
    int length;
    unsigned char *bytes;
} Change;

typedef struct {
    unsigned char *bytes;
    sqlite3_int64 size;
    sqlite3_int64 room;
} Content;

typedef struct {
    char name[NAME_MAX_BYTES];
    int exists;
    int existed; // on the disk itself, should the power fail
    Content now;
    Content durable;
    Change *changes;
    int change_count;
    int change_room;
    void **regions; // of the index of the log; gone when the power fails
    int region_count;
} File;

typedef struct {
    File files[FILES_MAX];
    int is_used;
    int open_count; // how many of its files are open: they use its memory
    int is_busy;    // a connection is open; there are no locks, so there is only one
    sqlite3_int64 calls, changes;
    sqlite3_int64 stop_at, fail_at;
    int is_lasting, is_dead, has_failed, is_spared;
} Disk;

typedef struct {
    sqlite3_file base;
    Disk *disk;
    File *file;
    int is_main;
    int is_new_log; // whose first sync brings the folder's entries onto the disk too, as SQLite's does
} Handle;

static Disk *disks[DISKS_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs fault_vfs;

// MARK: Contents

static void resize(Content *content, sqlite3_int64 size) {
    if (size > content->room) {
        content->room = size * 2 + 4096;
        content->bytes = realloc(content->bytes, (size_t)content->room);
    }
    if (size > content->size) memset(content->bytes + content->size, 0, (size_t)(size - content->size));
    content->size = size;
}

static void put(Content *content, sqlite3_int64 offset, const unsigned char *bytes, int length) {
    if (offset + length > content->size) resize(content, offset + length);
    memcpy(content->bytes + offset, bytes, (size_t)length);
}

static void assign(Content *to, const Content *from) {
    resize(to, from->size);
    if (from->size > 0) memcpy(to->bytes, from->bytes, (size_t)from->size);
}

static void forget_changes(File *file) {
    for (int i = 0; i < file->change_count; i++) free(file->changes[i].bytes);
    file->change_count = 0;
}

static void forget_regions(File *file) {
    for (int i = 0; i < file->region_count; i++) free(file->regions[i]);
    free(file->regions);
    file->regions = 0;
    file->region_count = 0;
}

// Of a disk that nobody uses any more.
static void clear(Disk *disk) {
    for (int i = 0; i < FILES_MAX; i++) {
        File *file = &disk->files[i];
        forget_changes(file);
        forget_regions(file);
        free(file->changes);
        free(file->now.bytes);
        free(file->durable.bytes);
    }
    memset(disk, 0, sizeof(Disk));
}

static void note(File *file, int is_truncation, sqlite3_int64 offset, const void *bytes, int length) {
    if (file->change_count == file->change_room) {
        file->change_room = file->change_room * 2 + 16;
        file->changes = realloc(file->changes, sizeof(Change) * (size_t)file->change_room);
    }
    Change *change = &file->changes[file->change_count++];
    change->is_truncation = is_truncation;
    change->offset = offset;
    change->length = length;
    change->bytes = 0;
    if (length > 0) {
        change->bytes = malloc((size_t)length);
        memcpy(change->bytes, bytes, (size_t)length);
    }
}

static void apply(Content *content, const Change *change) {
    if (change->is_truncation) {
        resize(content, change->offset);
    } else {
        put(content, change->offset, change->bytes, change->length);
    }
}

// MARK: Faults

// Whether this call fails; counts it.
static int fails(Disk *disk, int is_change) {
    if (disk->is_dead) {
        disk->has_failed = 1;
        return 1;
    }
    if (disk->is_spared) return 0;
    disk->calls++;
    if (is_change) disk->changes++;
    if (is_change && disk->stop_at > 0 && disk->changes >= disk->stop_at) {
        disk->is_dead = 1;
        disk->has_failed = 1;
        return 1;
    }
    int is_due = disk->fail_at > 0
        && (disk->is_lasting ? disk->calls >= disk->fail_at : disk->calls == disk->fail_at);
    if (is_due) disk->has_failed = 1;
    return is_due;
}

#define ENTER(handle) \
    pthread_mutex_lock(&lock); \
    Disk *disk = (handle)->disk; \
    File *file = (handle)->file; \
    (void)file;
#define LEAVE(code) \
    do { \
        int code_ = (code); \
        pthread_mutex_unlock(&lock); \
        return code_; \
    } while (0)

// MARK: An open file

static int file_close(sqlite3_file *base) {
    Handle *handle = (Handle *)base;
    ENTER(handle)
    disk->open_count--;
    if (handle->is_main) disk->is_busy = 0;
    if (!disk->is_used && disk->open_count == 0) clear(disk);
    LEAVE(SQLITE_OK);
}

static int file_read(sqlite3_file *base, void *bytes, int length, sqlite3_int64 offset) {
    Handle *handle = (Handle *)base;
    ENTER(handle)
    if (fails(disk, 0)) LEAVE(SQLITE_IOERR_READ);
    memset(bytes, 0, (size_t)length);
    sqlite3_int64 there = file->now.size - offset;
    if (there > 0) memcpy(bytes, file->now.bytes + offset, (size_t)(there < length ? there : length));
    LEAVE(there < length ? SQLITE_IOERR_SHORT_READ : SQLITE_OK);
}

static int file_write(sqlite3_file *base, const void *bytes, int length, sqlite3_int64 offset) {
    Handle *handle = (Handle *)base;
    ENTER(handle)
    int was_dead = disk->is_dead;
    if (fails(disk, 1)) {
        // The write during which the power went may have come through in part.
        if (!was_dead && disk->is_dead) note(file, 0, offset, bytes, length);
        LEAVE(disk->calls % 2 ? SQLITE_IOERR_WRITE : SQLITE_FULL);
    }
    put(&file->now, offset, bytes, length);
    note(file, 0, offset, bytes, length);
    LEAVE(SQLITE_OK);
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
    Handle *handle = (Handle *)base;
    ENTER(handle)
    if (fails(disk, 1)) LEAVE(SQLITE_IOERR_TRUNCATE);
    resize(&file->now, size);
    note(file, 1, size, 0, 0);
    LEAVE(SQLITE_OK);
}

static int file_sync(sqlite3_file *base, int flags) {
    (void)flags;
    Handle *handle = (Handle *)base;
    ENTER(handle)
    if (fails(disk, 1)) LEAVE(SQLITE_IOERR_FSYNC);
    for (int i = 0; i < file->change_count; i++) apply(&file->durable, &file->changes[i]);
    file->existed = 1;
    forget_changes(file);
    if (handle->is_new_log) {
        for (int i = 0; i < FILES_MAX; i++) disk->files[i].existed = disk->files[i].exists;
        handle->is_new_log = 0;
    }
    LEAVE(SQLITE_OK);
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
    Handle *handle = (Handle *)base;
    ENTER(handle)
    if (fails(disk, 0)) LEAVE(SQLITE_IOERR_FSTAT);
    *size = file->now.size;
    LEAVE(SQLITE_OK);
}

static int file_lock(sqlite3_file *base, int level) {
    (void)level;
    Handle *handle = (Handle *)base;
    ENTER(handle)
    LEAVE(fails(disk, 0) ? SQLITE_IOERR_LOCK : SQLITE_OK);
}

static int file_unlock(sqlite3_file *base, int level) {
    (void)base;
    (void)level;
    return SQLITE_OK;
}

static int file_is_reserved(sqlite3_file *base, int *result) {
    (void)base;
    *result = 0;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int what, void *argument) {
    (void)base;
    (void)what;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *base) {
    (void)base;
    return SECTOR;
}

static int file_traits(sqlite3_file *base) {
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

// The index of the log is memory that one process uses, and is lost with the power.
static int shm_map(sqlite3_file *base, int region, int size, int extends, void volatile **result) {
    Handle *handle = (Handle *)base;
    ENTER(handle)
    *result = 0;
    if (fails(disk, 0)) LEAVE(SQLITE_IOERR_SHMMAP);
    if (region >= file->region_count) {
        if (!extends) LEAVE(SQLITE_OK);
        file->regions = realloc(file->regions, sizeof(void *) * (size_t)(region + 1));
        while (file->region_count <= region) file->regions[file->region_count++] = calloc(1, (size_t)size);
    }
    *result = file->regions[region];
    LEAVE(SQLITE_OK);
}

static int shm_lock(sqlite3_file *base, int offset, int count, int flags) {
    (void)base;
    (void)offset;
    (void)count;
    (void)flags;
    return SQLITE_OK;
}

static void shm_barrier(sqlite3_file *base) { (void)base; }

static int shm_unmap(sqlite3_file *base, int deletes) {
    Handle *handle = (Handle *)base;
    ENTER(handle)
    (void)disk;
    if (deletes) forget_regions(file);
    LEAVE(SQLITE_OK);
}

static const sqlite3_io_methods methods = {
    2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock, file_unlock,
    file_is_reserved, file_control, file_sector, file_traits, shm_map, shm_lock, shm_barrier, shm_unmap,
    0, 0,
};

// MARK: Names

// The disk of a name, and the name's end; 0 for the system's own files.
static Disk *disk_of(const char *name, const char **rest) {
    if (!name || strncmp(name, prefix, sizeof prefix - 1) != 0) return 0;
    char *end = 0;
    long number = strtol(name + sizeof prefix - 1, &end, 10);
    if (number < 0 || number >= DISKS_MAX || *end != '/') return 0;
    *rest = end + 1;
    return disks[number] && disks[number]->is_used ? disks[number] : 0;
}

// The disk of a name, with the lock held; for the system's own files 0, and no lock.
static Disk *enter(const char *name, const char **rest) {
    pthread_mutex_lock(&lock);
    Disk *disk = disk_of(name, rest);
    if (!disk) pthread_mutex_unlock(&lock);
    return disk;
}

static File *find(Disk *disk, const char *name) {
    for (int i = 0; i < FILES_MAX; i++) {
        if (disk->files[i].name[0] && strcmp(disk->files[i].name, name) == 0) return &disk->files[i];
    }
    return 0;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out) {
    (void)vfs;
    const char *rest = 0;
    Disk *disk = enter(name, &rest);
    if (!disk) return real_vfs->xOpen(real_vfs, name, base, flags, out);
    base->pMethods = 0;
    int is_main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    if (is_main && disk->is_busy) LEAVE(SQLITE_BUSY);
    if (fails(disk, 0)) LEAVE(SQLITE_CANTOPEN);
    File *file = find(disk, rest);
    if (!file) {
        for (int i = 0; i < FILES_MAX && !file; i++) {
            if (!disk->files[i].name[0]) file = &disk->files[i];
        }
        if (!file || strlen(rest) >= NAME_MAX_BYTES) LEAVE(SQLITE_CANTOPEN);
        strcpy(file->name, rest);
    }
    int is_new = !file->exists;
    if (is_new) {
        if (!(flags & SQLITE_OPEN_CREATE)) LEAVE(SQLITE_CANTOPEN);
        file->exists = 1;
        resize(&file->now, 0);
        resize(&file->durable, 0);
        forget_changes(file);
    }
    Handle *handle = (Handle *)base;
    handle->disk = disk;
    handle->file = file;
    handle->is_main = is_main;
    handle->is_new_log = is_new && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    disk->open_count++;
    if (is_main) disk->is_busy = 1;
    base->pMethods = &methods;
    if (out) *out = flags;
    LEAVE(SQLITE_OK);
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int is_durable) {
    (void)vfs;
    const char *rest = 0;
    Disk *disk = enter(name, &rest);
    if (!disk) return real_vfs->xDelete(real_vfs, name, is_durable);
    if (fails(disk, 1)) LEAVE(SQLITE_IOERR_DELETE);
    File *file = find(disk, rest);
    if (!file || !file->exists) LEAVE(SQLITE_IOERR_DELETE_NOENT);
    file->exists = 0;
    if (is_durable) file->existed = 0;
    resize(&file->now, 0);
    forget_changes(file);
    forget_regions(file);
    LEAVE(SQLITE_OK);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    (void)vfs;
    const char *rest = 0;
    Disk *disk = enter(name, &rest);
    if (!disk) return real_vfs->xAccess(real_vfs, name, flags, result);
    if (fails(disk, 0)) LEAVE(SQLITE_IOERR_ACCESS);
    File *file = find(disk, rest);
    // SQLite takes an empty file for none.
    *result = file && file->exists && (flags != SQLITE_ACCESS_EXISTS || file->now.size > 0);
    LEAVE(SQLITE_OK);
}

static int vfs_full_name(sqlite3_vfs *vfs, const char *name, int room, char *out) {
    (void)vfs;
    if (strncmp(name, prefix, sizeof prefix - 1) != 0) {
        return real_vfs->xFullPathname(real_vfs, name, room, out);
    }
    sqlite3_snprintf(room, out, "%s", name);
    return SQLITE_OK;
}

// MARK: Disks

void fault_disk_register(void) {
    pthread_mutex_lock(&lock);
    int is_new = !real_vfs;
    if (is_new) {
        real_vfs = sqlite3_vfs_find(0);
        fault_vfs = *real_vfs;
        fault_vfs.pNext = 0;
        fault_vfs.zName = "fault-disk";
        fault_vfs.xOpen = vfs_open;
        fault_vfs.xDelete = vfs_delete;
        fault_vfs.xAccess = vfs_access;
        fault_vfs.xFullPathname = vfs_full_name;
        if (fault_vfs.szOsFile < (int)sizeof(Handle)) fault_vfs.szOsFile = (int)sizeof(Handle);
    }
    pthread_mutex_unlock(&lock);
    if (is_new) sqlite3_vfs_register(&fault_vfs, 1);
}

static int unused(void) {
    for (int i = 0; i < DISKS_MAX; i++) {
        if (!disks[i]) disks[i] = calloc(1, sizeof(Disk));
        if (disks[i]->is_used || disks[i]->open_count > 0) continue;
        disks[i]->is_used = 1;
        return i;
    }
    return -1;
}

int fault_disk_create(void) {
    pthread_mutex_lock(&lock);
    LEAVE(unused());
}

int fault_disk_copy(int number) {
    pthread_mutex_lock(&lock);
    int copy = unused();
    if (copy < 0) LEAVE(copy);
    Disk *from = disks[number];
    Disk *to = disks[copy];
    for (int i = 0; i < FILES_MAX; i++) {
        if (!from->files[i].exists) continue;
        strcpy(to->files[i].name, from->files[i].name);
        to->files[i].exists = to->files[i].existed = 1;
        assign(&to->files[i].now, &from->files[i].now);
        assign(&to->files[i].durable, &from->files[i].now);
    }
    LEAVE(copy);
}

void fault_disk_free(int number) {
    pthread_mutex_lock(&lock);
    disks[number]->is_used = 0;
    if (disks[number]->open_count == 0) clear(disks[number]);
    pthread_mutex_unlock(&lock);
}

int64_t fault_disk_calls(int number) { return disks[number]->calls; }

int64_t fault_disk_changes(int number) { return disks[number]->changes; }

void fault_disk_stop_at(int number, int64_t n) {
    pthread_mutex_lock(&lock);
    disks[number]->stop_at = n > 0 ? disks[number]->changes + n : 0;
    pthread_mutex_unlock(&lock);
}

void fault_disk_fail_at(int number, int64_t n, int is_lasting) {
    pthread_mutex_lock(&lock);
    disks[number]->fail_at = n > 0 ? disks[number]->calls + n : 0;
    disks[number]->is_lasting = is_lasting;
    disks[number]->has_failed = 0;
    pthread_mutex_unlock(&lock);
}

void fault_disk_spare(int number, int is_spared) {
    pthread_mutex_lock(&lock);
    disks[number]->is_spared = is_spared;
    pthread_mutex_unlock(&lock);
}

int fault_disk_is_dead(int number) { return disks[number]->is_dead; }

int fault_disk_has_failed(int number) { return disks[number]->has_failed; }

static uint64_t next(uint64_t *state) {
    *state += 0x9E3779B97F4A7C15ull;
    uint64_t word = *state;
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9ull;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBull;
    return word ^ (word >> 31);
}

// Brings a change onto the disk: whole, not at all, or some of its sectors.
static void keep(Content *disk, const Change *change, uint64_t *random) {
    uint64_t fate = next(random) % 3;
    if (fate == 0) return;
    if (fate == 1 || change->is_truncation) {
        apply(disk, change);
        return;
    }
    for (int start = 0; start < change->length;) {
        int end = (int)((change->offset + start) / SECTOR * SECTOR + SECTOR - change->offset);
        if (end > change->length) end = change->length;
        if (next(random) % 2) put(disk, change->offset + start, change->bytes + start, end - start);
        start = end;
    }
}

int fault_disk_restart(int number, uint64_t seed) {
    pthread_mutex_lock(&lock);
    Disk *disk = disks[number];
    if (disk->open_count > 0) LEAVE(0);
    uint64_t random = seed;
    for (int i = 0; i < FILES_MAX; i++) {
        File *file = &disk->files[i];
        if (!file->name[0]) continue;
        // A file that was made but never synced, or deleted but not for good, may be there or not.
        if (file->exists != file->existed && next(&random) % 2) file->exists = file->existed;
        if (!file->exists) resize(&file->durable, 0);
        for (int j = 0; j < file->change_count; j++) keep(&file->durable, &file->changes[j], &random);
        forget_changes(file);
        forget_regions(file);
        file->existed = file->exists;
        assign(&file->now, &file->durable);
    }
    disk->is_dead = disk->has_failed = 0;
    disk->stop_at = disk->fail_at = 0;
    LEAVE(1);
}

// MARK: Memory

// Of its own: SQLite asks for memory while it is asked for something under the other.
static pthread_mutex_t memory_lock = PTHREAD_MUTEX_INITIALIZER;
static sqlite3_mem_methods real_memory;
static int64_t memory_calls, memory_fail_at;
static int memory_is_lasting, memory_is_paused;

static int memory_fails(void) {
    pthread_mutex_lock(&memory_lock);
    if (!memory_is_paused) memory_calls++;
    int is_due = memory_fail_at > 0 && !memory_is_paused
        && (memory_is_lasting ? memory_calls >= memory_fail_at : memory_calls == memory_fail_at);
    pthread_mutex_unlock(&memory_lock);
    return is_due;
}

static void *memory_allocate(int size) { return memory_fails() ? 0 : real_memory.xMalloc(size); }

static void *memory_reallocate(void *bytes, int size) {
    return memory_fails() ? 0 : real_memory.xRealloc(bytes, size);
}

void fault_memory_uncounted(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

void fault_memory_install(void) {
    if (real_memory.xMalloc) return;
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory);
    sqlite3_mem_methods memory = real_memory;
    memory.xMalloc = memory_allocate;
    memory.xRealloc = memory_reallocate;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &memory);
}

void fault_memory_fail_at(int64_t n, int is_lasting) {
    pthread_mutex_lock(&memory_lock);
    memory_fail_at = n > 0 ? memory_calls + n : 0;
    memory_is_lasting = is_lasting;
    pthread_mutex_unlock(&memory_lock);
}

void fault_memory_pause(int is_paused) {
    pthread_mutex_lock(&memory_lock);
    memory_is_paused = is_paused;
    pthread_mutex_unlock(&memory_lock);
}

int64_t fault_memory_calls(void) { return memory_calls; }
