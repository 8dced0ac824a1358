/**
 * The router of messages: one line, first in, first out, whoever posts and whoever asks it to run.
 */
import { expect, test } from 'vitest';
import { type Message, Router } from '../../src/core/router.ts';

test('a message that asks the router to run, or posts another, is done before what it has posted', () => {
  const router = new Router();
  const said: string[] = [];
  const message = (name: string, then: () => void = () => {}): Message => ({
    next: null,
    deliver() {
      said.push(`${name} begins`);
      then();
      said.push(`${name} ends`);
    },
  });
  router.post(
    message('first', () => {
      router.post(message('third'));
      router.run();
    }),
  );
  router.post(message('second'));
  router.run();
  expect(said).toEqual([
    'first begins',
    'first ends',
    'second begins',
    'second ends',
    'third begins',
    'third ends',
  ]);
  router.post(message('fourth'));
  router.run();
  expect(said.slice(6)).toEqual(['fourth begins', 'fourth ends']);
});
