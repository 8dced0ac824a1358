/* PLACEHOLDER HEAD */
#ifndef OWNERS
#define OWNERS 2
#endif
#ifndef CONFIG
#define CONFIG 1
#endif
#define LEVELS 1
#define LOCKS 3
#define LISTS
#if OWNERS > 2
#define ARRIVAL
#endif
#if CONFIG > 1
#define COMES_AND_GOES
#endif

#include "lock.inc.pml"
#include "set.inc.pml"

#ifdef DUMP
c_code {
#if CONFIG == 2
  const char *dump_member[LEVELS][MEMBERS] = { { "", "b" } };
#else
  const char *dump_member[LEVELS][MEMBERS] = { { "a", "b" } };
#endif
  const char *dump_setlock[LEVELS] = { "setlock" };
  const char *dump_level[LEVELS] = { "" };
}
#endif

#define A 1
#define B 2

/*
 * In the variant for liveness the watched owner 0 does not give up, and nobody who owns members, but not the
 * set lock, calls names() (unless NAMES_ANYWHERE is defined, which shows that this is needed).
 */
#ifdef LIVE
#define MAY_CANCEL(o) ((o) != 0)
#ifdef NAMES_ANYWHERE
#define MAY_LIST(o) true
#else
#define MAY_LIST(o) (HOLDS(SETLOCK(0), o) || !OWNS(0, o))
#endif
#else
#define MAY_CANCEL(o) true
#define MAY_LIST(o) true
#endif

proctype Owner(byte me) {
  do
  :: atomic {
    if
    :: q_verb = ACQUIRE;
      if
      :: q_all = 1
      :: q_names = B
#if CONFIG != 2
      :: q_names = A
      :: q_names = A | B
#endif
      :: q_names = UNKNOWN
      fi;
      if
      :: q_mode = EXCLUSIVE
#ifdef BOTH
      :: q_mode = SHARED
#endif
      fi;
      if
      :: skip
      :: q_try = TRY
      :: q_opp = 1
      fi
    :: q_verb = RELEASE;
      if
      :: q_all = 1
      :: q_names = 0
      :: q_names = B
#if CONFIG != 2
      :: q_names = A
#endif
      fi
    :: q_verb = DOWNGRADE; q_all = 1
    :: MAY_LIST(me) -> q_verb = NAMES
    :: MAY_CANCEL(me) -> q_verb = CANCEL
#ifdef COMES_AND_GOES
    :: q_verb = ADD; q_names = B
    :: q_verb = ADD; q_names = B; q_mode = EXCLUSIVE
    :: q_verb = REMOVE; q_names = B; q_left = 1
    :: q_verb = REMOVE; q_names = B; q_left = 2
#endif
    fi;
    d_step { execute(me) }
  }
#ifdef LIVE
  /* Nobody has to do anything. */
  :: d_step { begin_effects() }
#endif
  od
}

#ifdef LIVE
/* Every holder lets go of everything, when no operation of its own is under way. */
proctype LetsGo(byte me) {
  do
  :: d_step {
    !BUSY(me) && OWNS(0, me) ->
    q_verb = RELEASE;
    q_all = 1;
    execute(me)
  }
  od
}

#define watched_waits BUSY(0)

/* Every operation ends. */
ltl ends { [] (watched_waits -> <> !watched_waits) }
#endif

init {
  atomic {
#if CONFIG == 2
    catalogue[0] = B;
#else
    catalogue[0] = A | B;
#endif
    run Owner(0);
    run Owner(1);
#if OWNERS > 2
    run Owner(2);
#endif
#ifdef LIVE
    run LetsGo(0);
    run LetsGo(1);
#if OWNERS > 2
    run LetsGo(2);
#endif
#endif
    skip
  }
}
