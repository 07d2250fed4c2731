// SPDX-License-Identifier: GPL-3.0-or-later
//
// The few names of a service worker's world that ours uses: TypeScript knows
// either that world or the page's, and the files below are read by both. Only types.

export interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
export interface AskedEvent extends WaitingEvent {
  readonly request: Request;
  respondWith(reply: Promise<Response>): void;
}
export interface WorkerScope {
  readonly clients: { claim(): Promise<void> };
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', hear: (event: WaitingEvent) => void): void;
  addEventListener(type: 'fetch', hear: (event: AskedEvent) => void): void;
  addEventListener(type: 'message', hear: (event: MessageEvent & WaitingEvent) => void): void;
}
