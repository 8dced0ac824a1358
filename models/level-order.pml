/* PLACEHOLDER HEAD */
#ifndef OWNERS
#define OWNERS 2
#endif
#ifndef M1
#define M1 1
#endif
#ifndef M2
#define M2 1
#endif
#define LEVELS 3
#define LOCKS 9
#define MANAGER
#if OWNERS > 2
#define ARRIVAL
#endif

#include "lock.inc.pml"
#include "set.inc.pml"

#ifdef DUMP
c_code {
  const char *dump_member[LEVELS][MEMBERS] = {
    { "big", "" },
#if M1 > 1
    { "a", "b" },
#else
    { "a", "" },
#endif
#if M2 > 1
    { "c", "d" }
#else
    { "c", "" }
#endif
  };
  const char *dump_setlock[LEVELS] = { "L0set", "L1set", "L2set" };
  const char *dump_level[LEVELS] = { "L0/", "L1/", "L2/" };
}
#endif

/* In the variant for liveness the watched owner 0 does not give up. */
#ifdef LIVE
#define MAY_CANCEL(o) ((o) != 0)
#elif defined(NO_CANCEL)
/* Nobody gives up, and who waits gives no command: then a cyclic wait of all is a deadlock to Spin. */
#define MAY_CANCEL(o) false
#else
#define MAY_CANCEL(o) true
#endif

#ifdef NO_CANCEL
#define MAY_COMMAND(o) (!BUSY(o))
#else
#define MAY_COMMAND(o) true
#endif

inline choose_level() {
  if
  :: q_level = 0
  :: q_level = 1
  :: q_level = 2
  fi
}

/* One name of the level, by its bit; the big lock is the first name of the first level. */
inline choose_one() {
  if
  :: q_names = 1
#if M1 > 1
  :: q_level == 1 -> q_names = 2
#endif
#if M2 > 1
  :: q_level == 2 -> q_names = 2
#endif
  fi
}

proctype Owner(byte me) {
  do
  :: atomic {
    MAY_COMMAND(me) ->
    if
    :: q_verb = ACQUIRE;
      choose_level();
      if
      :: q_all = 1
      :: choose_one()
#if M1 > 1
      :: q_level == 1 -> q_names = ALL_NAMES
#endif
#if M2 > 1
      :: q_level == 2 -> q_names = ALL_NAMES
#endif
      fi;
      if
      :: q_mode = EXCLUSIVE
#ifdef BOTH
      :: q_mode = SHARED
#else
      :: q_level == 0 -> q_mode = SHARED
#endif
      fi;
#ifdef OPP
      if
      :: skip
      :: q_try = TRY
      :: q_opp = 1
      fi
#endif
    :: q_verb = RELEASE;
      choose_level();
      if
      :: q_all = 1
      :: q_names = 0
      :: choose_one()
      fi
    :: q_verb = DOWNGRADE;
      choose_level();
      q_all = 1
#ifdef LISTS
    :: q_verb = NAMES;
      choose_level()
#endif
    :: MAY_CANCEL(me) -> q_verb = CANCEL
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
#define OWNS_ANYTHING(o) (OWNS(0, o) || OWNS(1, o) || OWNS(2, o))

/*
 * Every holder lets go of all it has, from the greatest level down, when no operation of its own is under
 * way.  It is one step for an owner: if it could acquire again in between, it could keep the big lock for
 * ever by letting go of the rest only.
 */
proctype LetsGo(byte me) {
  do
  :: atomic {
    !BUSY(me) && OWNS_ANYTHING(me) ->
    do
    :: OWNS_ANYTHING(me) ->
      q_verb = RELEASE;
      q_level = (OWNS(2, me) -> 2 : (OWNS(1, me) -> 1 : 0));
      q_all = 1;
      d_step { execute(me) }
    :: else -> break
    od
  }
  od
}

#define watched_waits BUSY(0)

/* Every operation ends. */
ltl ends { [] (watched_waits -> <> !watched_waits) }
#endif

init {
  atomic {
    catalogue[0] = 1;
    catalogue[1] = (1 << M1) - 1;
    catalogue[2] = (1 << M2) - 1;
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
