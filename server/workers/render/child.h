/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a child after it entered its sandbox: the file is mapped, and
 * its pages are served until nobody asks any more.
 */
#pragma once
#include <stdint.h>

/* Exit status. Reads PAGES_CHANNEL_FD and PAGES_DOCUMENT_FD, which must be open. */
int child_serve(uint64_t document_bytes);
