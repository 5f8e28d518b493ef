#ifndef FAULT_DISK_H
#define FAULT_DISK_H

#include <stdint.h>

/// Disks in memory under SQLite: a VFS that loses, tears and refuses.
///
/// A file on disk N is named `/fault-disk/N/NAME`; all other names go to the system's own files. What
/// was written counts as durable when the file was synced. A disk has one user at a time.

/// Registers the VFS as the default one; harmless when called again.
void fault_disk_register(void);

/// Makes an empty disk and gives its number.
int fault_disk_create(void);

/// Makes a disk with the same files as they are now.
int fault_disk_copy(int disk);

/// Forgets a disk, once the last of its files is closed.
void fault_disk_free(int disk);

/// How often the disk was asked for anything, and for a change (write, truncate, sync, delete).
int64_t fault_disk_calls(int disk);
int64_t fault_disk_changes(int disk);

/// From the n-th change from now on the power is out: that change may be torn, and nothing succeeds
/// any more; 0 for never.
void fault_disk_stop_at(int disk, int64_t n);

/// The n-th call from now fails, and if `is_lasting` all after it; 0 for none.
void fault_disk_fail_at(int disk, int64_t n, int is_lasting);

/// Whether a call has failed since `fault_disk_fail_at`, or the power is out.
int fault_disk_has_failed(int disk);

/// Whether the power is out.
int fault_disk_is_dead(int disk);

/// From now no call is counted and none fails, until this is taken back; without power all do.
void fault_disk_spare(int disk, int is_spared);

/// The power returns: of what was not synced each change is kept, lost or torn, by the seed. 0 if a file
/// is still open: nothing was done then.
int fault_disk_restart(int disk, uint64_t seed);

/// Memory under SQLite that fails: before anything else of SQLite in the process.
void fault_memory_install(void);

/// SQLite counts what it allocates no more, which threads had to wait for each other for: before anything
/// else of SQLite in the process.
void fault_memory_uncounted(void);

/// The n-th allocation from now fails, and if `is_lasting` all after it; 0 for none.
void fault_memory_fail_at(int64_t n, int is_lasting);

/// From now none is counted and none fails, until this is taken back.
void fault_memory_pause(int is_paused);

/// How many allocations were asked for.
int64_t fault_memory_calls(void);

#endif
