/**
 * `lockchart/inspect`: what locks do, told in the shapes of XState's inspection.
 *
 * With this loaded, locks, sets, managers and conditions take the option `inspect`.
 */
import { inspectedEngine } from './inspect/watched-engine.ts';
import { install } from './locks/inspection.ts';

export { connectInspector, type Inspector, type InspectorOptions } from './inspect/connect.ts';
export { inspect, type Subscription } from './inspect/inspect.ts';
export type * from './inspect/protocol.ts';
export type { AnyWebSocket, WebSocketClass } from './inspect/web-socket.ts';
export type {
  Inspect,
  InspectedEvent,
  InspectedMachine,
  InspectedSnapshot,
  InspectedTransition,
  InspectionEvent,
  InspectionObserver,
} from './locks/inspection.ts';

install(inspectedEngine);
