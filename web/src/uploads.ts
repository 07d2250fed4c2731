// SPDX-License-Identifier: GPL-3.0-or-later
//
// One file on its way to a document: progress, pause, going on after a broken
// connection. Small files go in one request; large ones in parts that the
// server keeps. Idempotency keys make a repeated request count once.
import { signal } from '@preact/signals';
import { api, ask, asProblem, connectionSeen, Problem, problemOf, type Schemas, sessionProblemSeen } from './api';

const partBytes = 8 * 1024 * 1024;

export type UploadPhase = 'ready' | 'sending' | 'checking' | 'waiting' | 'paused' | 'done' | 'failed';
export interface UploadState {
  phase: UploadPhase;
  sent: number;
  total: number;
}
export interface UploadPlan {
  document: string;
  file: File;
  note: string;
  part?: 'main' | 'attachment';
}

class Paused extends Error {}

export class FileUpload {
  readonly state;
  private readonly key = crypto.randomUUID();
  private readonly beginKey = crypto.randomUUID();
  private upload: string | null = null;
  private request: XMLHttpRequest | null = null;
  private wanted = true;
  private wake: (() => void) | null = null;

  constructor(private readonly plan: UploadPlan) {
    this.state = signal<UploadState>({ phase: 'ready', sent: 0, total: plan.file.size });
  }

  /** True when pausing keeps what has been sent. */
  get resumable(): boolean {
    return this.plan.file.size > partBytes;
  }

  pause(): void {
    this.wanted = false;
    this.request?.abort();
    this.wake?.();
  }

  resume(): void {
    this.wanted = true;
    this.wake?.();
  }

  /** Ends it for good and frees what the server kept. */
  async giveUp(): Promise<void> {
    this.pause();
    const upload = this.upload;
    if (upload) await ask(api.DELETE('/api/uploads/{upload}', { params: { path: { upload } } })).catch(() => undefined);
  }

  /** Resolves with the new version; tries again by itself while the network is away. */
  async run(): Promise<Schemas['Version']> {
    let wait = 1000;
    for (;;) {
      try {
        const version = this.resumable ? await this.inParts() : await this.inOne();
        this.show('done', this.plan.file.size);
        return version;
      } catch (error) {
        if (error instanceof Paused) {
          this.show('paused');
          await this.sleep();
          continue;
        }
        const problem = asProblem(error);
        const again = problem.slug === 'offline' || problem.status === 503;
        if (!again) {
          this.show('failed');
          sessionProblemSeen(problem);
          throw problem;
        }
        if (problem.slug === 'offline') connectionSeen('away');
        this.show('waiting');
        await this.sleep(problem.retryAfter ? problem.retryAfter * 1000 : wait);
        wait = Math.min(wait * 2, 15000);
      }
    }
  }

  private sleep(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? 0 : window.setTimeout(done, ms);
      const self = this;
      function done(): void {
        window.clearTimeout(timer);
        self.wake = null;
        resolve();
      }
      this.wake = done;
    });
  }

  private show(phase: UploadPhase, sent = this.state.value.sent): void {
    this.state.value = { ...this.state.value, phase, sent };
  }

  private target(extra: Record<string, string>): string {
    const { document, file, note, part } = this.plan;
    const query = new URLSearchParams({ filename: file.name.normalize('NFC').slice(-400), ...(note && { note }), ...(part && { part }), ...extra });
    return `/api/documents/${document}/versions?${query.toString()}`;
  }

  private async inOne(): Promise<Schemas['Version']> {
    this.show('sending', 0);
    return (await this.send('POST', this.target({}), this.plan.file, 0)) as Schemas['Version'];
  }

  private async inParts(): Promise<Schemas['Version']> {
    const { file } = this.plan;
    if (!this.upload) {
      const headers = { 'Idempotency-Key': this.beginKey };
      const begun = await ask(api.POST('/api/uploads', { headers, body: { filename: file.name.normalize('NFC').slice(-400), bytes: file.size } }));
      this.upload = begun.id;
    }
    const path = { upload: this.upload };
    let { offset } = await ask(api.GET('/api/uploads/{upload}', { params: { path } }));
    let broken = 0;
    while (offset < file.size) {
      if (!this.wanted) throw new Paused();
      this.show('sending', offset);
      const part = file.slice(offset, offset + partBytes);
      try {
        const got = (await this.send('PATCH', `/api/uploads/${this.upload}?offset=${offset}`, part, offset)) as Schemas['Upload'];
        offset = got.offset;
        broken = 0;
      } catch (error) {
        broken += 1;
        if (!(error instanceof Problem) || error.slug !== 'broken-upload' || broken > 3) throw error;
        ({ offset } = await ask(api.GET('/api/uploads/{upload}', { params: { path } })));
      }
    }
    this.show('checking', file.size);
    return (await this.send('POST', this.target({ upload: this.upload }), null, file.size)) as Schemas['Version'];
  }

  private send(method: string, url: string, body: Blob | null, before: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.wanted) {
        reject(new Paused());
        return;
      }
      const request = new XMLHttpRequest();
      this.request = request;
      request.open(method, url);
      request.responseType = 'json';
      if (body) request.setRequestHeader('Content-Type', 'application/octet-stream');
      if (method === 'POST') request.setRequestHeader('Idempotency-Key', this.key);
      request.upload.onprogress = (e) => this.show('sending', before + Math.min(e.loaded, body?.size ?? 0));
      request.upload.onload = () => {
        if (method === 'POST') this.show('checking', this.plan.file.size);
      };
      request.onerror = () => reject(new Problem('offline', 0));
      request.onabort = () => reject(new Paused());
      request.onload = () => {
        connectionSeen('here');
        if (request.status >= 200 && request.status < 300) resolve(request.response);
        else reject(problemOf(request.response, request.status));
      };
      request.send(body);
    });
  }
}
