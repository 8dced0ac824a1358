/*
 * A manager of three levels: an independent specification, written from sections 4, 5, 9 and 11 of the design
 * alone, and not from the program.  What a lock does is in lock.inc.pml, what a set and the manager do in
 * set.inc.pml; this file has the environment, the properties, and the numbers.
 *
 * Level 0 has the one member `big`, the big lock.  Level 1 has a, or a and b (-DM1=2); level 2 has c, or
 * c and d (-DM2=2).  Every level has its set lock.  There is no add and remove.  Each owner has one keyring.
 *
 * Every command, with everything that it sets off until nothing can run any more, is one atomic step from a
 * resting state to a resting state.  The environment may give any of the commands below to any owner at any
 * time.  While an operation of an owner is under way, every other one of that owner is refused; what is
 * refused at once is asserted to change nothing.  All priorities are 0.
 *
 *   acquire     at each level [*] (ALL), each single name, and both names; exact and blocking; with -DOPP
 *               also as a try, and opportunistic.  At level 0 in both modes, at the others exclusive, or in
 *               both modes with -DBOTH
 *   release     at each level [*] (everything there), [], each single name
 *   downgrade   of everything at a level
 *   cancel      of the operation under way; not with -DNO_CANCEL, where an owner that waits gives no command,
 *               so that a cyclic wait of all is a deadlock to Spin (an invalid end state)
 *   names       at each level, with -DLISTS only
 *
 * THE TEXT OF A STATE, on one line (those of b and d only where they are in the model):
 *
 *   state  = "L0set=" lock ";big=" lock ";L1set=" lock ";a=" lock ";b=" lock
 *            ";L2set=" lock ";c=" lock ";d=" lock *( ";" owner ":" op )
 *   lock   = the text of one lock (end of lock.inc.pml)
 *   op     = what is under way, for each owner that waits, in order of owners: acquire[NAMES]m@level/at
 *            NAMES is all names asked for, in sorted order (those before `at` are held, those behind it still
 *            to be taken), or * for ALL; m is x or s, and then o if it is opportunistic; level is L0, L1, L2;
 *            at is setlock or the name of the member waited for: acquire[a,b]x@L1/b, acquire[*]x@L2/setlock
 *
 * THE DUMP.  With -DDUMP every edge is written to the file edges.tsv of the current directory, one a line:
 *
 *   state TAB command TAB state after it TAB who was told what
 *
 *   command   A:L1/acquire[*]x   A:L0/acquire[big]s   A:L2/acquire[c,d]xo (opportunistic)   A:L1/try[a]x
 *             A:L1/release[*]    A:L1/release[]       A:L1/release[a]    A:L1/downgrade[*]  A:cancel
 *   told      a list of owner=word in the order in which operations ended; words: ok timeout usage cancelled
 *             not-waiting
 *
 * HOW IT IS RUN, and what Spin 6.5.2 reports (seconds; the largest, -DM1=2 -DM2=2 -DBOTH -DOPP,
 * takes ten on an idle machine, the liveness of three owners forty):
 *
 *   safety     spin -a level-order.pml && gcc -O1 -w -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -m2000000
 *   dump       the same with spin -DDUMP; the states are   cut -f1,3 edges.tsv | tr '\t' '\n' | sort -u
 *   liveness   spin -DLIVE -a level-order.pml && gcc -O1 -w -DNOREDUCE -DNFAIR=4 -o pan pan.c &&
 *              ./pan -a -f -m2000000 -N ends
 *   deadlock   spin -DNO_CANCEL -a level-order.pml, then as for safety: no invalid end state
 *
 * Spin stores one state more than there are, the one before the owners exist.
 *
 *   options of spin             states   edges    options of spin                   states
 *   (none)                        2021   84882    -DM1=2 -DM2=2 -DBOTH               24805
 *   -DBOTH                        3205  160250    -DM1=2 -DM2=2 -DOPP                67013
 *   -DOPP                         6549  484626    -DM1=2 -DM2=2 -DBOTH -DOPP        122597
 *   -DBOTH -DOPP                 10277 1007146    -DOWNERS=3 (stored by Spin)        47422
 *   -DM1=2                        5061  242928    -DLISTS                             2691
 *   -DM1=2 -DBOTH                 8893  533580    -DLISTS -DM1=2                      6427
 *   -DM1=2 -DM2=2                12709  686286
 *
 * LIVENESS, with -DLIVE.  Every operation of owner 0, which does not give up, ends.  `ends` (with -f, weak
 * fairness) when a process of its own lets go of an owner's whole keyring while the owner does not wait;
 * holds with two owners, up to -DM1=2 -DBOTH -DOPP, and with three that do not give up while they own
 * something, nor let go of a part.  `ends_anyhow` (without -f, two owners) when an owner
 * that is again and again without an operation is again and again without locks.
 *
 * WITHOUT THE LEVEL CHECK, -DNO_LEVEL_CHECK: no_cycle and level_order fail; with -DNO_CANCEL and ./pan -A
 * there is an invalid end state, which is the deadlock; with -DLIVE and ./pan -A both liveness
 * properties fail.
 *
 * WITH NAMES, -DLISTS: the design has no check of the manager for names(), and lets a caller wait for a set
 * lock that owns members of the set, or something at a greater level.  Then two owners that go through the
 * manager can wait for each other: -DLISTS -DSTRICT_CYCLE fails in no_cycle, and -DLISTS -DNO_CANCEL with
 * ./pan -A has an invalid end state.  Without -DSTRICT_CYCLE, no_cycle is asserted except while such a
 * names() waits; so it holds.
 *
 * PLANTED BUGS, and what fails (with -A in ./pan for the liveness):
 *
 *   -DBUG_NO_BIG, -DBUG_BIG_RELEASE           big_lock
 *   -DBUG_SKIP_ROLLBACK, -DBUG_KEEP_SETLOCK   rollback_is_complete
 *   -DBUG_LOST_HANDOFF                        work_conserving, ends, ends_anyhow
 *   -DOWNERS=3 -DM1=2 -DBUG_UNSORTED          no_cycle
 */
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

/*
 * In the variant for liveness the watched owner 0 does not give up.  With three owners nobody gives up while
 * it owns something, and nobody lets go of a part of what it owns: an owner that waits for the third and
 * gives up, or lets go of that part, again and again, is never long enough without an operation for the weak
 * fairness of LetsGo.
 */
#if OWNERS > 2
#define MAY_LET_GO_OF_PART false
#else
#define MAY_LET_GO_OF_PART true
#endif
#define OWNS_ANYTHING(o) (OWNS(0, o) || OWNS(1, o) || OWNS(2, o))
#ifdef LIVE
#define MAY_CANCEL(o) ((o) != 0 && (MAY_LET_GO_OF_PART || !OWNS_ANYTHING(o)))
#define MAY_RELEASE(o) MAY_LET_GO_OF_PART
#elif defined(NO_CANCEL)
/* Nobody gives up, and who waits gives no command: then a cyclic wait of all is a deadlock to Spin. */
#define MAY_CANCEL(o) false
#else
#define MAY_CANCEL(o) true
#endif

#ifndef LIVE
#define MAY_RELEASE(o) true
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
    :: MAY_RELEASE(me) -> q_verb = RELEASE;
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

/* Every operation ends.  Needs weak fairness. */
ltl ends { [] (watched_waits -> <> !watched_waits) }

#if OWNERS == 2
/*
 * The same with the assumption made in full: an owner that again and again does not wait lets go of
 * everything again and again.  This one needs no fairness of Spin's.
 */
#define LETS_GO(o) (([] <> !BUSY(o)) -> ([] <> !OWNS_ANYTHING(o)))
ltl ends_anyhow { LETS_GO(1) -> [] (watched_waits -> <> !watched_waits) }
#endif
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
