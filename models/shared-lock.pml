/*
 * One readers-writer lock with priorities: an independent specification, written from sections 3, 9 and 11
 * of the design alone, and not from the program.  What a lock does is in lock.inc.pml; this file has the
 * environment (who may give which command), the properties, and the text of the states.
 *
 * Every command is one atomic step from a resting state to a resting state.  The environment may give any
 * command to the lock for any owner at any time, legal or not; what is refused is asserted to change nothing.
 *
 *   acquire shared or exclusive, and delete, with each priority, blocking or as a try (timeout below 1 ms)
 *   release, downgrade, cancel (timeout and abort have the same effect on the state)
 *   close, with -DCLOSE
 *
 * Bounds, given to spin: -DOWNERS=2|3|4 (default 3), -DPRIOS=1|2|3 (default 2), -DCLOSE.  Spin's states are
 * the states of the lock and nothing else, plus one before the owners exist: `states, stored` is 1 more than
 * the number of texts below.
 *
 * THE DUMP.  With -DDUMP every edge is written to the file edges.tsv of the current directory, one a line:
 *
 *   state TAB command TAB state after it TAB who was told what
 *
 *   state     the text of the lock, as said at the end of lock.inc.pml: free, deleted, shared:A,B,
 *             exclusive:A; then |exclusive@0:C, |shared@1:D,E, |delete@0:C in queue order; then !closed
 *   command   A:acquire s@0   A:acquire x@1   A:try s@0   A:try x@1   A:delete@0   A:trydelete@0
 *             A:release       A:downgrade     A:cancel    -:close
 *   told      a list of owner=word, first the command's own owner (unless it waits now), then the waiters
 *             that were granted or refused, in queue order, but sorted by owner inside a group (the order of
 *             arrival there is not in the state); words: ok timeout deleted closed usage cancelled
 *             not-waiting.  Close is answered -=ok
 *
 * Refused commands are in it, as edges from a state to itself.
 *
 * HOW IT IS RUN, and what Spin 6.5.2 reports (each takes less than a second; with four owners, two):
 *
 *   safety     spin -a shared-lock.pml && gcc -O1 -w -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -m2000000
 *   dump       the same with spin -DDUMP; the states are   cut -f1,3 edges.tsv | tr '\t' '\n' | sort -u
 *   liveness   spin -DLIVE -a shared-lock.pml && gcc -O1 -w -DNOREDUCE -DNFAIR=4 -o pan pan.c &&
 *              ./pan -a -f -m2000000 -N no_starvation        (-f is weak fairness; -N progress for the other)
 *
 *   options of spin            states  edges         options of spin            states  edges
 *   (none)                        348  15660         -DCLOSE                       360  16560
 *   -DOWNERS=2                     27    810         -DOWNERS=2 -DCLOSE             34   1054
 *   -DOWNERS=4                   5421 325260         -DOWNERS=4 -DCLOSE           5442 331962
 *   -DPRIOS=3                     651  41013         -DCLOSE -DCLOSE_SKIPS_DELETED 359  16514
 *
 * PRIORITY-ORDER AND THE BOUND ON PASSING, with -DORDER, which adds the order of arrival to the state.
 * How many grants may pass a waiter, counting those to requests that arrived after it and are no more urgent,
 * from one more urgent arrival to the next:  at most (n-1)(n-2)/2 with n owners.  It is reached, by sharers
 * that jump at the downgrades of the exclusive owners ahead of the waiter.
 *
 *   -DORDER -DOWNERS=2 -DBOUND=0 holds, -DORDER -DOWNERS=3 -DBOUND=1 holds (0 fails),
 *   -DORDER -DOWNERS=4 -DBOUND=3 holds (2 fails)
 *
 * LIVENESS, with -DLIVE.  Every holder lets go (a process of its own under weak fairness); nobody has to do
 * anything else.  Owner 0 is watched: it asks with priority URGENCY (default 0) and does not give up; the
 * others may do anything, but from some time on (`calm`, which may never come) ask no more urgently.
 *
 *   no_starvation          holds, for -DURGENCY=0 and 1, with and without -DCLOSE, with 2, 3 and 4 owners
 *   progress               holds, likewise
 *   no_starvation_at_all   is no_starvation without `calm`: holds for URGENCY=0, and FAILS for
 *                          URGENCY=1, as it should: more urgent owners can alternate for ever
 *
 * PLANTED BUGS, and what fails (with -A in ./pan for the liveness, or an assertion fails first):
 *
 *   -DBUG_TWO_WRITERS    exclusion                    -DBUG_STALE_MODE     state_is_mode, both liveness
 *   -DBUG_STAYS          one_role, both liveness      -DBUG_DELETED_KEEPS  deleted_is_empty, both liveness
 *   -DBUG_LOST_HANDOFF   work_conserving, both liveness
 *   -DBUG_NO_EAGER       work_conserving              -DBUG_TRY_QUEUES     refusal_changes_nothing
 *   -DBUG_NO_PRIORITY    queue_sorted                 -DBUG_JUMP_ALL       priority_order (-DORDER)
 *   -DBUG_BARGE, -DBUG_LIFO, -DBUG_TRY_PASSES         priority_order (-DORDER), no_starvation
 */
#ifndef OWNERS
#define OWNERS 3
#endif
#ifndef PRIOS
#define PRIOS 2
#endif
#ifndef BOUND
#define BOUND 1
#endif
#define LOCKS 1

#include "lock.inc.pml"

#define REQUEST   1
#define RELEASE   2
#define DOWNGRADE 3
#define CANCEL    4
#define SHUT      5

/*
 * The command that is being chosen.  These are part of the state, since Spin does not give back hidden
 * values when it goes back to another choice; at rest they are zero.
 */
byte q_verb, q_kind, q_prio, q_try;

#ifdef LIVE
/* The owner that is watched is 0; it asks with this priority. */
#ifndef URGENCY
#define URGENCY 0
#endif
bit calm;    /* From now on nobody asks more urgently than the watched owner. */
/*
 * The last command granted or refused a request that was in the queue.  DECISION: a request that is granted
 * at once counts, since section 3 has it "queued, then eager granting": it was the waiter served.
 */
bit served;
#endif

hidden byte u_i, u_count, u_prio, bounded_passing, closed_is_quiet;

#ifdef DUMP
hidden byte t_who;
c_code {
  void dump_state(char *to)
  {
    lock_text(to, 0);
  }

  void dump_begin(void)
  {
    dump_told[0] = 0;
    dump_state(dump_before);
    switch (now.q_verb) {
    case REQUEST:
      if (now.q_kind == DELETED)
        sprintf(dump_command, "%c:%s@%d", 'A' + t_who, now.q_try ? "trydelete" : "delete", now.q_prio);
      else
        sprintf(dump_command, "%c:%s %c@%d", 'A' + t_who, now.q_try ? "try" : "acquire",
          now.q_kind == SHARED ? 's' : 'x', now.q_prio);
      break;
    case RELEASE: sprintf(dump_command, "%c:release", 'A' + t_who); break;
    case DOWNGRADE: sprintf(dump_command, "%c:downgrade", 'A' + t_who); break;
    case CANCEL: sprintf(dump_command, "%c:cancel", 'A' + t_who); break;
    case SHUT: sprintf(dump_command, "-:close"); break;
    }
  }

  void dump_end(void)
  {
    int i;

    if (answer != QUEUED)
      dump_tell(now.q_verb == SHUT ? 9 : t_who, answer);
    for (i = 0; i < fx_end; i++)
      dump_tell(fx_who[i], fx_what[i]);
    dump_state(dump_after);
    dump_edge();
  }
}
#endif

/* What must hold at the end of every command, beside what must hold in every resting state. */
inline check_command() {
  /* refusal-changes-nothing */
  if
  :: answer != OK && answer != QUEUED && answer != CANCELLED ->
    assert_locks_unchanged();
    assert(fx_end == 0)
  :: else -> skip
  fi;
#ifdef CLOSE
  /* Nobody waits at a closed lock, and one that was closed before the command grants nothing. */
  closed_is_quiet = !lk[0].closed || lk[0].waiting == 0;
  assert(closed_is_quiet);
  closed_is_quiet = !old[0].closed || (lk[0].holders & ~old[0].holders) == 0;
  assert(closed_is_quiet);
#endif
#ifdef ORDER
  /* Grants that passed owner 0, which still waits after the command, are counted. */
  if
  :: WAITS(0, 0) ->
    u_count = 0;
    for (u_i : 0 .. OWNERS - 1) {
      if
      :: lk[0].who[u_i] == 1 -> u_prio = lk[0].prio[u_i]
      :: else -> skip
      fi
    }
    for (u_i : 0 .. EFFECTS - 1) {
      if
      :: u_i < fx_end && fx_what[u_i] == OK && fx_later[u_i] && fx_prio[u_i] >= u_prio -> u_count++
      :: else -> skip
      fi
    }
    lk[0].passed = lk[0].passed + u_count;
    bounded_passing = lk[0].passed <= BOUND;
    assert(bounded_passing)
  :: else -> skip
  fi;
#endif
  check_lock(0)
}

/* One command of an owner, from a resting state to a resting state. */
inline execute(owner) {
  begin_effects();
  remember_locks();
#ifdef DUMP
  t_who = owner;
  c_code { dump_begin(); }
#endif
  ;
  if
  :: q_verb == REQUEST -> request(0, owner, q_kind, q_prio, q_try)
  :: q_verb == RELEASE -> release(0, owner)
  :: q_verb == DOWNGRADE -> downgrade(0, owner)
  :: q_verb == CANCEL -> cancel(0, owner)
#ifdef CLOSE
  :: q_verb == SHUT -> close(0)
#endif
  fi;
  check_command();
#ifdef DUMP
  c_code { dump_end(); }
#endif
#ifdef LIVE
  served = fx_end > 0 || (q_verb == REQUEST && answer == OK);
#endif
  q_verb = 0;
  q_kind = 0;
  q_prio = 0;
  q_try = 0
}

/*
 * In the variant for liveness the watched owner asks with its one priority and does not give up; the
 * others may do anything, but when it is calm ask no more urgently.
 */
#ifdef LIVE
#define MAY_ASK(o, p) (((o) == 0 && (p) == URGENCY) || ((o) != 0 && (!calm || (p) >= URGENCY)))
#define MAY_CANCEL(o) ((o) != 0)
#else
#define MAY_ASK(o, p) true
#define MAY_CANCEL(o) true
#endif

proctype Owner(byte me) {
  do
  :: atomic {
    if
    :: MAY_ASK(me, 0) -> q_verb = REQUEST; q_prio = 0
#if PRIOS > 1
    :: MAY_ASK(me, 1) -> q_verb = REQUEST; q_prio = 1
#endif
#if PRIOS > 2
    :: MAY_ASK(me, 2) -> q_verb = REQUEST; q_prio = 2
#endif
    :: q_verb = RELEASE
    :: q_verb = DOWNGRADE
    :: MAY_CANCEL(me) -> q_verb = CANCEL
    fi;
    if
    :: q_verb == REQUEST ->
      if
      :: q_kind = SHARED
      :: q_kind = EXCLUSIVE
      :: q_kind = DELETED
      fi;
      if
      :: q_try = BLOCK
      :: q_try = TRY
      fi
    :: else -> skip
    fi;
    d_step { execute(me) }
  }
#ifdef LIVE
  /* Nobody has to do anything.  (Spin does not like a bare `skip` here.) */
  :: d_step { served = 0; begin_effects() }
#endif
  od
}

#ifdef CLOSE
proctype Closer() {
  do
  :: d_step {
    q_verb = SHUT;
    execute(0)
  }
#ifdef LIVE
  :: d_step { served = 0; begin_effects() }
#endif
  od
}
#endif

#ifdef LIVE
/* Every holder lets go: under weak fairness this process has to take its one step while its owner holds. */
proctype LetsGo(byte me) {
  do
  :: d_step {
    HOLDS(0, me) ->
    q_verb = RELEASE;
    execute(me)
  }
  od
}

/* More urgent requests end at some time, or never. */
proctype Calm() {
  do
  :: d_step { calm = 1; served = 0 }
  :: d_step { served = 0; begin_effects() }
  od
}

#define watched_waits WAITS(0, 0)
#define somebody_waits (lk[0].waiting > 0)

/* A waiter with finitely many more urgent arrivals is granted or refused. */
ltl no_starvation { [] ((watched_waits && calm) -> <> !watched_waits) }

/* The same without the condition: fails for a waiter that is not of the most urgent priority. */
ltl no_starvation_at_all { [] (watched_waits -> <> !watched_waits) }

/* When somebody waits, some waiter is served, unless all of them give up. */
ltl progress { [] (somebody_waits -> <> (served || !somebody_waits)) }
#endif

init {
  atomic {
    run Owner(0);
    run Owner(1);
#if OWNERS > 2
    run Owner(2);
#endif
#if OWNERS > 3
    run Owner(3);
#endif
#ifdef CLOSE
    run Closer();
#endif
#ifdef LIVE
    run LetsGo(0);
    run LetsGo(1);
#if OWNERS > 2
    run LetsGo(2);
#endif
#if OWNERS > 3
    run LetsGo(3);
#endif
    run Calm()
#else
    skip
#endif
  }
}
