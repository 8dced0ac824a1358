/**
 * What must compile, and what must not, in a program that inspects: with XState's own types, Stately's
 * inspector, and neither.
 */
import { createWebSocketInspector } from '@statelyai/inspect';
import { describe, expect, test } from 'tstyche';
import { createActor, type Observer, type InspectionEvent as XStateEvent } from 'xstate';
import { sharedLockMachine } from '../../models/shared-lock.machine.ts';
import { Condition, LockManager, LockSet, SharedLock } from '../../src/index.ts';
import { connectInspector, type InspectionEvent, inspect, type Subscription } from '../../src/inspect.ts';

declare const forXState: (event: XStateEvent) => void;
declare const observer: Observer<XStateEvent>;
const levels = [{ name: 'node' }] as const;

describe('the option inspect', () => {
  test('takes what XState takes', () => {
    expect(SharedLock).type.toBeConstructableWith('x', { inspect: forXState });
    expect(SharedLock).type.toBeConstructableWith('x', { inspect: observer });
    expect(SharedLock).type.toBeConstructableWith('x', { inspect: createWebSocketInspector().inspect });
    expect(LockSet).type.toBeConstructableWith('x', [], { inspect: observer });
    expect(LockManager).type.toBeConstructableWith({ levels, inspect: observer });
    expect(Condition).type.toBeConstructableWith(new SharedLock(), { inspect: forXState });
    expect(SharedLock).type.not.toBeConstructableWith('x', { inspect: 'me' });
    expect(SharedLock).type.not.toBeConstructableWith('x', { inspect: (_event: string) => {} });
  });

  test('tells events by their type, without the types of XState', () => {
    const told = (event: InspectionEvent): unknown => {
      if (event.type === '@xstate.microstep') {
        expect(event._transitions[0]?.source.id).type.toBe<string | undefined>();
      }
      if (event.type === '@xstate.event') expect(event.event.type).type.toBe<string>();
      return event.actorRef.sessionId;
    };
    expect(SharedLock).type.toBeConstructableWith('x', { inspect: told });
  });
});

test('a connected inspector is for actors of XState too', () => {
  const inspector = connectInspector({ url: 'ws://127.0.0.1/' });
  expect(createActor).type.toBeCallableWith(sharedLockMachine, { inspect: inspector.inspect });
  expect(connectInspector).type.toBeCallableWith({ url: new URL('ws://x'), WebSocket: globalThis.WebSocket });
  expect(connectInspector).type.not.toBeCallableWith({});
});

test('inspect takes locks, sets and managers, and gives a subscription', () => {
  expect(inspect(new SharedLock(), forXState)).type.toBe<Subscription>();
  expect(inspect).type.toBeCallableWith(new LockSet(), observer);
  expect(inspect).type.toBeCallableWith(new LockManager({ levels }), observer);
  expect(inspect).type.not.toBeCallableWith({}, observer);
});
