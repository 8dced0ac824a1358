/*
 * A set of two named locks and its set lock: an independent specification, written from sections 4, 9 and 11
 * of the design alone, and not from the program.  What a lock does is in lock.inc.pml, what a set does in
 * set.inc.pml; this file has the environment, the properties, and the numbers.
 *
 * Every command, with everything that it sets off until nothing can run any more, is one atomic step from a
 * resting state to a resting state.  The environment may give any of the commands below to any owner at any
 * time.  While an operation of an owner is under way, every other one of that owner is refused; what is
 * refused at once is asserted to change nothing.  All priorities are 0.
 *
 *   acquire   [*] (ALL), [a], [b], [a,b], [z] (z never exists); exact and blocking, exact as a try, or
 *             opportunistic (ALL waits for the set lock, and then for nothing)
 *   release   [*] (everything), [] , [a], [b]           downgrade   everything
 *   names     the set lock, shared, for the moment      cancel      of the operation under way
 *   add       [b], and [b] acquired exclusively         remove      [b], [b,b]
 *
 * Configurations, given to spin:
 *
 *   -DCONFIG=1   (default) a and b, which stay; no add and remove
 *   -DCONFIG=2   only b, which comes and goes: no [a], [a,b] in it.  It exists at the start
 *   -DCONFIG=3   a stays, b comes and goes
 *   -DBOTH       acquire in both modes; without it only exclusive (downgrades and names make shared ones)
 *   -DOWNERS=3   three owners instead of two
 *
 * THE TEXT OF A STATE, on one line:
 *
 *   state  = "setlock=" lock [ ";a=" lock ] ";b=" lock *( ";" owner ":" op )
 *   lock   = the text of one lock (end of lock.inc.pml), or "-" for a member that does not exist.  With
 *            -DCONFIG=2 there is no a
 *   op     = what is under way, for each owner that waits, in order of owners:
 *
 *     acquire[NAMES]m@at     NAMES is all names asked for, in sorted order (those before `at` are held, those
 *                            behind it still to be taken), or * for ALL.  A name behind `at` whose lock has
 *                            been removed since the beginning has a ' behind it, even if the name has been
 *                            added again: acquire[a,b']x@a.  m is x or s, and then o if it is opportunistic
 *     names@setlock
 *     add[b]@setlock         or add[b]x@setlock, when the new lock is to be acquired exclusively
 *     remove[b]@b            or remove[b,b]@b: the present name and those of the list behind it
 *
 *   at     = setlock | a | b, the lock waited for.  At rest only an opportunistic [*] is opportunistic
 *
 * It is everything that determines what will happen, with two owners.  With three it lacks the order of
 * arrival inside a waiting group of sharers; -DARRIVAL_TEXT writes the owners of a group in that order.
 *
 * THE DUMP.  With -DDUMP every edge is written to the file edges.tsv of the current directory, one a line:
 *
 *   state TAB command TAB state after it TAB who was told what
 *
 *   command   A:acquire[*]x   A:acquire[a,b]s   A:acquire[a]xo (opportunistic)   A:try[b]x   A:release[*]
 *             A:release[]     A:release[a]      A:downgrade[*]    A:names          A:cancel
 *             A:add[b]        A:add[b]x         A:remove[b]       A:remove[b,b]
 *   told      a list of owner=word in the order in which operations ended; words: ok timeout usage cancelled
 *             not-waiting not-found duplicate-add.  An opportunistic acquisition of nothing is ok
 *
 * HOW IT IS RUN, and what Spin 6.5.2 reports (less than a second; with three owners up to five):
 *
 *   safety     spin -DCONFIG=1 -a lock-set.pml && gcc -O1 -w -DSAFETY -DNOREDUCE -o pan pan.c &&
 *              ./pan -m2000000
 *   dump       the same with spin -DDUMP; the states are   cut -f1,3 edges.tsv | tr '\t' '\n' | sort -u
 *   liveness   spin -DLIVE -DCONFIG=1 -a lock-set.pml && gcc -O1 -w -DNOREDUCE -DNFAIR=4 -o pan pan.c &&
 *              ./pan -a -f -m2000000 -N ends
 *
 * Spin stores one state more than there are, the one before the owners exist.
 *
 *   two owners               states  edges     three owners                      stored by Spin
 *   -DCONFIG=1                  217   9548     -DCONFIG=1 -DOWNERS=3             3806  (texts: 3649)
 *   -DCONFIG=1 -DBOTH           295  21830     -DCONFIG=1 -DOWNERS=3 -DBOTH      8256
 *   -DCONFIG=2                  116   4408     -DCONFIG=2 -DOWNERS=3             2217  (texts: 2183)
 *   -DCONFIG=2 -DBOTH           141   7896     -DCONFIG=2 -DOWNERS=3 -DBOTH      3633
 *   -DCONFIG=3                  382  19864     -DCONFIG=3 -DOWNERS=3             9213  (texts: 9026)
 *   -DCONFIG=3 -DBOTH           492  40344     -DCONFIG=3 -DOWNERS=3 -DBOTH     17022
 *
 * LIVENESS, with -DLIVE.  `ends`: every operation of owner 0, which does not give up, ends, when every owner
 * lets go of what it has while it does not wait.  Holds in all configurations, with two and three owners.
 *
 * A CYCLE.  names() asks for the set lock of a caller that owns members, but not the set lock.  That is
 * against the order "set lock, then members": an owner of a that calls names() and one that acquires ALL wait
 * for each other.  So no_cycle is asserted except while such a names() waits, and -DLIVE leaves it out.
 * -DSTRICT_CYCLE (safety) and -DNAMES_ANYWHERE (liveness) show it: both FAIL.
 *
 * DECISIONS, beside those at their places in set.inc.pml:
 *   - Who owns only the set lock is an owner for `remove`, and does not own the name (section 11: "Owning
 *     anything, even only the set lock, forbids a second acquire").
 *   - A name leaves the catalogue when the remove that was granted its delete has its turn, not at the grant.
 *     In between a look-up finds a deleted lock, which counts as missing, but an add of that name is a
 *     duplicate.  It can be seen with three owners only.
 *   - Cancelling names, add and remove ends them; what remove has removed stays removed ("An aborted `remove`
 *     reports what it had removed").
 *
 * PLANTED BUGS, and what fails (with -A in ./pan for the liveness):
 *
 *   -DBUG_SKIP_ROLLBACK, -DBUG_KEEP_SETLOCK   rollback_is_complete
 *   -DBUG_TRY_QUEUES                          waits_where_it_says
 *   -DBUG_TWO_WRITERS                         exclusion
 *   -DBUG_LOST_HANDOFF                        work_conserving, ends
 *   -DBUG_STALE_MODE                          state_is_mode, ends
 *   -DCONFIG=3 -DBUG_ADD_UNLOCKED             still_catalogue (nobody adds while another has the set lock)
 *   -DCONFIG=3 -DBUG_SKIP_MISSING             all_or_nothing
 *   -DCONFIG=3 -DBUG_BY_NAME                  all_or_nothing
 *   -DCONFIG=3 -DBUG_DELETED_KEEPS            work_conserving, ends
 *   -DOWNERS=3 -DBOTH -DBUG_UNSORTED          no_cycle, ends
 *   -DOWNERS=3 -DBOTH -DBUG_STAYS             one_role, ends
 *   -DOWNERS=3 -DBOTH -DBUG_NO_EAGER          work_conserving
 *   -DOWNERS=3 -DBOTH with -DBUG_BARGE, -DBUG_LIFO or -DBUG_TRY_PASSES    ends
 */
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
