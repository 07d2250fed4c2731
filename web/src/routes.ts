// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which address shows which page. A page is src/pages/<name>.tsx with a default
// export; each is fetched when first opened. `bare` pages bring their own frame.
export interface RouteRow {
  path: string;
  page: string;
  bare?: boolean;
  /** Only shown to administrators; the server refuses others anyway. */
  administrators?: boolean;
}

export const routes: readonly RouteRow[] = [
  { path: '/', page: 'home' },
  { path: '/documents', page: 'documents' },
  { path: '/documents/new', page: 'document-new' },
  { path: '/documents/:id', page: 'document' },
  { path: '/documents/:id/read/:version?', page: 'reader', bare: true },
  { path: '/documents/:id/compare/:from/:to', page: 'compare', bare: true },
  { path: '/calendar', page: 'calendar' },
  { path: '/meetings', page: 'meetings' },
  { path: '/meetings/new', page: 'meeting-new' },
  { path: '/meetings/templates', page: 'templates' },
  { path: '/meetings/:id', page: 'meeting' },
  { path: '/meetings/:id/edit', page: 'meeting-edit' },
  { path: '/meetings/:id/live', page: 'meeting-live', bare: true },
  { path: '/meetings/:id/roll', page: 'meeting-roll' },
  { path: '/meetings/:id/minutes', page: 'minutes' },
  { path: '/meetings/:id/check-in', page: 'check-in' },
  { path: '/meetings/:id/seats', page: 'meeting-seats' },
  { path: '/catalogues/room/:id', page: 'room-map', administrators: true },
  { path: '/proposals', page: 'proposals' },
  { path: '/paper-requests', page: 'paper-requests' },
  { path: '/units', page: 'units', administrators: true },
  { path: '/units/import', page: 'unit-import', administrators: true },
  { path: '/units/:id', page: 'unit', administrators: true },
  { path: '/people', page: 'people', administrators: true },
  { path: '/people/new', page: 'person-new', administrators: true },
  { path: '/people/:id', page: 'person', administrators: true },
  { path: '/catalogues', page: 'catalogues', administrators: true },
  { path: '/catalogues/:catalogue', page: 'catalogues', administrators: true },
  { path: '/templates', page: 'word-templates', administrators: true },
  { path: '/tasks', page: 'tasks' },
  { path: '/tasks/:id', page: 'task' },
  { path: '/reports', page: 'reports' },
  { path: '/notices', page: 'notices' },
  { path: '/account', page: 'account' },
  { path: '/offline', page: 'offline' },
];
