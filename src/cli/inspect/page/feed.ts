/**
 * Where live messages come from: the server, and whoever has opened this page or shows it in a frame, as
 * Stately's inspector does. Nobody else is listened to, and nobody is told anything but that the page is
 * there.
 */
import type { InspectorMessage } from '../../../inspect/protocol.ts';
import type { LiveRecording } from '../view/live.ts';
import type { Frame } from '../viewer-protocol.ts';
import type { Link } from './source-text.ts';

const RETRY_MS = 2_000;

export class Feed implements Link {
  readonly #recording: LiveRecording;
  readonly #changed: () => void;
  readonly #definitions = new Map<string, string>();
  state: Link['state'] = 'starting';
  isTold = false;
  #connections = 0;

  constructor(recording: LiveRecording, changed: () => void) {
    this.#recording = recording;
    this.#changed = changed;
    this.#connect();
    this.#listen();
  }

  #connect(): void {
    const { host, search } = location;
    const socket = new WebSocket(`ws://${host}/view${search}`);
    this.#connections += 1;
    const connection = this.#connections;
    const processes = new Set<string>();
    socket.addEventListener('open', () => {
      this.state = 'connected';
      this.#changed();
    });
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const frame = JSON.parse(data) as Frame;
      const process = `${connection}.${frame.process}`;
      processes.add(process);
      this.#take(frame, process, data.length);
      this.#changed();
    });
    socket.addEventListener('close', () => {
      this.#definitions.clear();
      for (const process of processes) this.#recording.endProcess(process);
      void this.#askWhy();
      setTimeout(() => this.#connect(), RETRY_MS);
    });
  }

  /** A WebSocket does not say why it cannot be opened. */
  async #askWhy(): Promise<void> {
    // Nobody answers when the server is gone.
    const answer = await fetch(`/${location.search}`, { method: 'HEAD' }).catch(() => undefined);
    this.state = answer?.status === 403 ? 'refused' : 'lost';
    this.#changed();
  }

  #take({ definitions = {}, messages, ended }: Frame, process: string, size: number): void {
    for (const [number, text] of Object.entries(definitions)) this.#definitions.set(number, text);
    const each = size / Math.max(1, messages.length);
    for (const message of messages) {
      const definition =
        'definitionNumber' in message ? this.#definitions.get(String(message.definitionNumber)) : undefined;
      this.#recording.receive({ process, message, size: each, definition });
    }
    if (ended === true) this.#recording.endProcess(process);
  }

  #listen(): void {
    const around = window.opener ?? (window.parent === window ? null : window.parent);
    if (around === null) return;
    window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
      if (source !== around) return;
      const message = messageIn(data);
      if (message === undefined) return;
      this.isTold = true;
      this.#recording.receive({ process: 'opener', message, size: JSON.stringify(message).length });
      this.#changed();
    });
    around.postMessage({ type: '@statelyai.connected' }, '*');
  }
}

/** Whoever has opened the page may post what is no message, for itself or for others. */
function objectIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Stately's inspector posts objects, or the same as JSON. */
function messageIn(data: unknown): InspectorMessage | undefined {
  const value = typeof data === 'string' ? objectIn(data) : data;
  const isMessage =
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    value.type.startsWith('@xstate.') &&
    'sessionId' in value;
  return isMessage ? (value as InspectorMessage) : undefined;
}
