// SPDX-License-Identifier: GPL-3.0-or-later
//
// What begins once the first page has shown, for it must not cost that page its
// speed: the service worker, the copy's age, the synchronising.
import { holderTend } from './holder';
import { syncBegin } from './sync';
import { workerBegin } from './worker';

workerBegin();
void holderTend().then(syncBegin);
