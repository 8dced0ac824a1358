/*
 * A set of named locks and its set lock, once or at several levels, as an independent specification.
 *
 * This file is written from sections 4, 5 and 11 of the design alone, and not from the program.  It is
 * included by lock-set.pml (one level, no manager) and level-order.pml, which define before the inclusion
 *
 *   OWNERS, LEVELS   how many there are of each,
 *   MANAGER          the checks of section 5 are made,
 *   LISTS            there is names(),
 *   COMES_AND_GOES   there are add and remove,
 *
 * and include lock.inc.pml with LOCKS = LEVELS * (MEMBERS + 1).
 *
 * Every level has the set lock and MEMBERS names, some of which may not exist.  All requests have priority 0.
 * One command, with everything that it sets off until nothing can run any more, is one step.
 *
 * An operation that waits is kept by owner, in `op`.  Its `at` says for which lock it waits: 1 is the set
 * lock, 2 the first name, and so on; the names behind `at` are still to be taken.
 */

#define MEMBERS 2
#define ALL_NAMES ((1 << MEMBERS) - 1)
#define UNKNOWN (1 << MEMBERS)  /* A name that no set ever has. */
#define SETLOCK(v) ((v) * (MEMBERS + 1))
#define MEMBER(v, i) ((v) * (MEMBERS + 1) + 1 + (i))

/* The kinds of operations that can wait, which are also commands; and the other commands. */
#define IDLE      0
#define ACQUIRE   1
#define NAMES     2
#define ADD       3
#define REMOVE    4
#define RELEASE   5
#define DOWNGRADE 6
#define CANCEL    7

typedef Operation {
  byte kind;
  byte level;
  byte mode;
  byte opp;    /* Opportunistic. */
  byte all;    /* The whole set: the set lock first. */
  byte want;   /* The names asked for, as bits; of ALL, those that the set had when its lock was granted.
                  Of add and remove: the place of the one name, plus 1. */
  byte stale;  /* Those of them whose lock has been removed since; a lock added later is another one. */
  byte left;   /* Of remove: how many names of the list come after the present one. */
  byte take;   /* Of add: the new lock is acquired (EXCLUSIVE) or not (0). */
  byte at;
};

Operation op[OWNERS];
byte catalogue[LEVELS];  /* The names that exist, as bits. */

#define BUSY(o) (op[o].kind != IDLE)
#define OWNS(v, o) (HOLDS(SETLOCK(v), o) || HOLDS(MEMBER(v, 0), o) || HOLDS(MEMBER(v, 1), o))

#ifdef BUG_UNSORTED
/* Planted: owner 1 takes the names from the last to the first. */
#define NAME_AT(o, a) ((o) == 1 -> MEMBERS + 1 - (a) : (a) - 2)
#else
#define NAME_AT(o, a) ((a) - 2)
#endif
#define LOCK_AT(o, a) ((a) == 1 -> SETLOCK(op[o].level) : MEMBER(op[o].level, NAME_AT(o, a)))

/* What is told to an operation that begins, beside the answers of locks. */
#define START 20

/*
 * The command that is being chosen.  These are part of the state, since Spin does not give back hidden
 * values when it goes back to another choice; at rest they are zero.
 */
byte q_verb, q_level, q_all, q_names, q_mode, q_opp, q_try, q_left;

/* Scratch, as in lock.inc.pml. */
hidden byte turn_who, phase, heard, reason, place_at;  /* The turn of an operation. */
hidden byte order, order_lock, order_kind, order_how;  /* The command it gives to a lock. */
hidden byte trying;  /* The acquisition is a try at every lock. */
hidden byte w_name, v_i, v_lock, x_o, y_i, y_ok;
hidden byte half_way;  /* A remove by an owner failed after it had removed something. */
hidden byte told_who[EFFECTS];
hidden byte told_what[EFFECTS];
hidden byte told_end;
hidden byte refused_at[OWNERS];  /* Level + 1 of an acquisition that was refused in this command. */
hidden byte all_or_nothing, still_catalogue;

inline tell(owner, what) {
  told_who[told_end] = owner;
  told_what[told_end] = what;
  told_end++
}

/* The operation of an owner is over. */
inline complete(owner, what) {
  tell(owner, what);
  if
  :: op[owner].kind == ACQUIRE && (what) != OK -> refused_at[owner] = op[owner].level + 1
  :: else -> skip
  fi;
  op[owner].kind = IDLE;
  op[owner].level = 0;
  op[owner].mode = 0;
  op[owner].opp = 0;
  op[owner].all = 0;
  op[owner].want = 0;
  op[owner].stale = 0;
  op[owner].left = 0;
  op[owner].take = 0;
  op[owner].at = 0
}

/*
 * A member has been deleted: its name leaves the catalogue, and who was to come to it later will not find
 * it.  An acquisition of ALL skips it; one by names will fail there, even if the name is added again.
 */
inline strike(tier, name) {
  catalogue[tier] = catalogue[tier] & ~BIT(name);
  lk[MEMBER(tier, name)].mode = FREE;
  for (x_o : 0 .. OWNERS - 1) {
    if
    :: op[x_o].kind == ACQUIRE && op[x_o].level == (tier) && ((op[x_o].want >> (name)) & 1) ->
      if
      :: op[x_o].all -> op[x_o].want = op[x_o].want & ~BIT(name)
      :: !op[x_o].all && op[x_o].at < (name) + 2 -> op[x_o].stale = op[x_o].stale | BIT(name)
      :: else -> skip
      fi
    :: else -> skip
    fi
  }
}

/* A name comes into the catalogue, with a new lock, which its adder may get at once. */
inline insert(owner, tier, name, grab) {
  if
  :: (catalogue[tier] >> (name)) & 1 -> reason = DUPLICATE
  :: else ->
    /* While somebody else has the set lock nobody adds members. */
    still_catalogue = (lk[SETLOCK(tier)].holders & ~BIT(owner)) == 0;
    assert(still_catalogue);
    catalogue[tier] = catalogue[tier] | BIT(name);
    reason = OK;
    if
    :: (grab) != 0 -> place(MEMBER(tier, name), owner, grab)
    :: else -> skip
    fi
  fi
}

/*
 * The operation whose turn it is decides, from what it has heard, which command it gives to which lock next,
 * or that it waits or is over (then its turn ends).  The phase says where it is inside a turn.
 */
/* The phases of a turn; beside these, the verbs above are phases. */
#define ROLLING_BACK 10
#define GIVING_BACK  11
#define OWN_REMOVE   12

/* The one command to a lock beside RELEASE, DOWNGRADE and CANCEL. */
#define REQUEST 13

#define GIVE(what, where) order = what; order_lock = where
#define END_TURN turn_who = NOBODY; trying = BLOCK

/* Whether an acquisition passes over a lock that refused it: opportunistic, or ALL and the member is gone. */
#ifdef BUG_SKIP_MISSING
/* Planted: an exact acquisition passes over a member that has been removed. */
#define PASSES_OVER(o) (op[o].at > 1 && (heard == GONE || (heard == TIMED_OUT && op[o].opp)))
#else
#define PASSES_OVER(o) (op[o].at > 1 && (heard == TIMED_OUT || heard == GONE) && \
  (op[o].opp || (op[o].all && heard == GONE)))
#endif

#ifdef BUG_BY_NAME
/* Planted: the name is looked up again when its turn comes, and a lock that was added since is taken. */
#define STALE_AT(o, a) (((op[o].stale & ~catalogue[op[o].level]) >> NAME_AT(o, a)) & 1)
#else
#define STALE_AT(o, a) ((op[o].stale >> NAME_AT(o, a)) & 1)
#endif

inline decide_acquire(owner) {
  if
  :: heard == START || heard == OK || PASSES_OVER(owner) ->
    /* ALL is resolved when the set lock is granted. */
    if
    :: op[owner].at == 1 -> op[owner].want = catalogue[op[owner].level]
    :: else -> skip
    fi;
    /* On to the next lock. */
    op[owner].at++;
    do
    :: op[owner].at == 1 && !op[owner].all -> op[owner].at++
    :: op[owner].at > 1 && op[owner].at < MEMBERS + 2 &&
       !((op[owner].want >> NAME_AT(owner, op[owner].at)) & 1) -> op[owner].at++
    :: else -> break
    od;
    if
    :: op[owner].at == MEMBERS + 2 ->
      for (v_i : 0 .. MEMBERS - 1) {
        /*
         * An exact acquisition has every lock that its names stood for when it began.  Of ALL, a member that
         * is deleted but not yet struck out was skipped.
         */
        all_or_nothing = op[owner].opp || !((op[owner].want >> v_i) & 1) ||
          (HOLDS(MEMBER(op[owner].level, v_i), owner) && !((op[owner].stale >> v_i) & 1)) ||
          (op[owner].all && lk[MEMBER(op[owner].level, v_i)].mode == DELETED);
        assert(all_or_nothing)
      }
      all_or_nothing = !op[owner].all || HOLDS(SETLOCK(op[owner].level), owner);
      assert(all_or_nothing);
      complete(owner, OK);
      END_TURN
    :: op[owner].at > 1 && op[owner].at < MEMBERS + 2 &&
       STALE_AT(owner, op[owner].at) ->
      /* The lock that the name stood for is no longer there, which answers `deleted`. */
      heard = GONE
    :: else ->
      GIVE(REQUEST, LOCK_AT(owner, op[owner].at));
      order_kind = op[owner].mode;
      order_how = trying || (op[owner].opp && op[owner].at > 1)
    fi
  :: heard == QUEUED -> END_TURN
  :: else ->
    reason = (heard == GONE -> NOT_FOUND : heard);
    phase = ROLLING_BACK;
    place_at = 1
  fi
}

/* Rolling back: the members first, sorted, then the set lock. */
inline decide_roll_back(owner) {
#ifdef BUG_SKIP_ROLLBACK
  /* Planted: what a refused acquisition has taken is kept. */
  place_at = MEMBERS + 2;
#endif
#ifdef BUG_KEEP_SETLOCK
  /* Planted: the set lock is not given back. */
  place_at = (place_at == MEMBERS + 1 -> MEMBERS + 2 : place_at);
#endif
  if
  :: place_at <= MEMBERS + 1 ->
    v_lock = SETLOCK(op[owner].level) + place_at % (MEMBERS + 1);
    place_at++;
    if
    :: HOLDS(v_lock, owner) -> GIVE(RELEASE, v_lock)
    :: else -> skip
    fi
  :: else ->
    complete(owner, reason);
    END_TURN
  fi
}

/* names(): the set lock, shared, for the moment. */
inline decide_names(owner) {
  if
  :: heard == START ->
    op[owner].at = 1;
    GIVE(REQUEST, SETLOCK(op[owner].level));
    order_kind = SHARED;
    order_how = BLOCK
  :: heard == OK ->
    reason = OK;
    phase = GIVING_BACK
  :: heard == QUEUED -> END_TURN
  :: else ->
    complete(owner, heard);
    END_TURN
  fi
}

/*
 * add by an owner of nothing: the set lock, exclusively, for the moment; only then are duplicates looked for.
 */
inline decide_add(owner) {
  if
  :: heard == START ->
    op[owner].at = 1;
#ifdef BUG_ADD_UNLOCKED
    /* Planted: the set lock is not waited for. */
    heard = OK
#else
    GIVE(REQUEST, SETLOCK(op[owner].level));
    order_kind = EXCLUSIVE;
    order_how = BLOCK
#endif
  :: heard == OK ->
    insert(owner, op[owner].level, op[owner].want - 1, op[owner].take);
    phase = GIVING_BACK
  :: heard == QUEUED -> END_TURN
  :: else ->
    complete(owner, heard);
    END_TURN
  fi
}

/* The set lock that was taken for the moment is given back, and the operation is over. */
inline decide_give_back(owner) {
  if
  :: HOLDS(SETLOCK(op[owner].level), owner) -> GIVE(RELEASE, SETLOCK(op[owner].level))
  :: else ->
    complete(owner, reason);
    END_TURN
  fi
}

/*
 * remove by an owner of nothing: a waiting delete for each name in the order given; each name is looked up
 * when its turn comes, and missing ones are skipped.
 * DECISION: a delete that waits and is refused `deleted`, because another owner removed the member, is a
 * missing name too: it is skipped, and the remove goes on.  (Section 11: "skips missing ones, gets the list
 * of the removed".)
 */
inline decide_remove(owner) {
  if
  :: heard == QUEUED -> END_TURN
  :: heard == CANCELLED ->
    complete(owner, CANCELLED);
    END_TURN
  :: else ->
    if
    :: heard == OK -> strike(op[owner].level, op[owner].want - 1)
    :: else -> skip
    fi;
    if
    :: op[owner].left > 0 ->
      op[owner].left--;
      op[owner].at = op[owner].want + 1;
      if
      :: (catalogue[op[owner].level] >> (op[owner].want - 1)) & 1 ->
        GIVE(REQUEST, LOCK_AT(owner, op[owner].at));
        order_kind = DELETED;
        order_how = BLOCK
      :: else -> heard = GONE
      fi
    :: else ->
      complete(owner, OK);
      END_TURN
    fi
  fi
}

/*
 * remove by an owner, who holds the name exclusively.  A repeated name is refused when the owner still owns
 * something, but what it has removed stays removed; when it owns nothing any more, the second look-up finds
 * nothing and is skipped.
 */
inline decide_owner_remove(owner) {
  if
  :: heard == START ->
    GIVE(REQUEST, MEMBER(q_level, w_name));
    order_kind = DELETED;
    order_how = BLOCK
  :: else ->
    strike(q_level, w_name);
    if
    :: q_left > 1 && OWNS(q_level, owner) ->
      half_way = 1;
      tell(owner, USAGE)
    :: else -> tell(owner, OK)
    fi;
    END_TURN
  fi
}

/* Release: the set lock first, whatever is named, then the members, sorted. */
inline decide_release(owner) {
  if
  :: place_at <= MEMBERS ->
    v_lock = SETLOCK(q_level) + place_at;
    if
    :: HOLDS(v_lock, owner) && (place_at == 0 || q_all || ((q_names >> (place_at - 1)) & 1)) ->
      GIVE(RELEASE, v_lock)
    :: else -> skip
    fi;
    place_at++
  :: else ->
    tell(owner, OK);
    END_TURN
  fi
}

/*
 * Downgrade of everything held.
 * DECISION: the members first, sorted, then the set lock: section 4 makes it depend on them ("when all held
 * members are shared, the set lock is downgraded too").
 */
inline decide_downgrade(owner) {
  if
  :: place_at <= MEMBERS + 1 ->
    v_lock = SETLOCK(q_level) + place_at % (MEMBERS + 1);
    place_at++;
    if
    :: HOLDS(v_lock, owner) -> GIVE(DOWNGRADE, v_lock)
    :: else -> skip
    fi
  :: else ->
    tell(owner, OK);
    END_TURN
  fi
}

/*
 * The router.  The operation whose turn it is issues all its own commands; then the effects on others are
 * delivered, in the order produced, and each of those has its turn.
 */
inline route() {
  do
  :: order != NOTHING ->
    if
    :: order == REQUEST -> request(order_lock, turn_who, order_kind, 0, order_how)
    :: order == RELEASE -> release(order_lock, turn_who)
    :: order == DOWNGRADE -> downgrade(order_lock, turn_who)
    :: order == CANCEL -> cancel(order_lock, turn_who)
    fi;
    order = NOTHING;
    heard = answer
  :: order == NOTHING && turn_who != NOBODY ->
    if
    :: phase == ACQUIRE -> decide_acquire(turn_who)
    :: phase == ROLLING_BACK -> decide_roll_back(turn_who)
    :: phase == RELEASE -> decide_release(turn_who)
    :: phase == DOWNGRADE -> decide_downgrade(turn_who)
#ifdef LISTS
    :: phase == NAMES -> decide_names(turn_who)
    :: phase == GIVING_BACK -> decide_give_back(turn_who)
#endif
#ifdef COMES_AND_GOES
    :: phase == ADD -> decide_add(turn_who)
    :: phase == REMOVE -> decide_remove(turn_who)
    :: phase == OWN_REMOVE -> decide_owner_remove(turn_who)
#endif
    fi
  :: order == NOTHING && turn_who == NOBODY && fx_next < fx_end ->
    turn_who = fx_who[fx_next];
    heard = fx_what[fx_next];
    phase = op[turn_who].kind;
    fx_next++
  :: else -> break
  od
}

#ifdef MANAGER
/* The one member of the first level. */
#define BIG MEMBER(0, 0)
#define IS_BIG(v, all, names) ((v) == 0 && ((all) || ((names) & 1)))
#define OWNS_ABOVE(v, o) (((v) < 1 && OWNS(1, o)) || ((v) < 2 && OWNS(2, o)))

/* Who owns something at a level or above it, so that the set lock of the level is out of order. */
#define OWNS_FROM(v, o) (OWNS(v, o) || OWNS_ABOVE(v, o))

#ifdef BUG_NO_BIG
/* Planted: the big lock is not asked for. */
#define LACKS_BIG(o) false
#else
#define LACKS_BIG(o) (!HOLDS(BIG, o) && !IS_BIG(q_level, q_all, q_names))
#endif
#ifdef NO_LEVEL_CHECK
#define OUT_OF_ORDER(o) false
#else
#define OUT_OF_ORDER(o) OWNS_ABOVE(q_level, o)
#endif
#define MAY_NOT_ACQUIRE(o) (LACKS_BIG(o) || OUT_OF_ORDER(o))
#ifdef BUG_BIG_RELEASE
/* Planted: the big lock can always be released. */
#define MAY_NOT_RELEASE(o) false
#else
#define MAY_NOT_RELEASE(o) (IS_BIG(q_level, q_all, q_names) && OWNS_ABOVE(0, o))
#endif
#else
#define OWNS_FROM(v, o) OWNS(v, o)
#define MAY_NOT_ACQUIRE(o) false
#define MAY_NOT_RELEASE(o) false
#endif

/* An operation that can wait begins: it is kept by its owner, and has the turn. */
inline begin_operation(owner, what) {
  op[owner].kind = what;
  op[owner].level = q_level;
  turn_who = owner;
  phase = what;
  heard = START
}

/*
 * acquire.  The order of checks: what the manager asks for, double acquire, then not found.  An exact
 * acquisition of an unknown name fails before anything is taken.
 */
inline start_acquire(owner) {
  if
  :: MAY_NOT_ACQUIRE(owner) || OWNS(q_level, owner) -> tell(owner, USAGE)
  :: !MAY_NOT_ACQUIRE(owner) && !OWNS(q_level, owner) && !q_all && !q_opp &&
     (q_names & ~catalogue[q_level]) != 0 -> tell(owner, NOT_FOUND)
  :: else ->
    begin_operation(owner, ACQUIRE);
    op[owner].mode = q_mode;
    op[owner].opp = q_opp;
    op[owner].all = q_all;
    /* Names are resolved now; an opportunistic acquisition skips the unknown ones. */
    op[owner].want = q_names & catalogue[q_level];
    trying = q_try
  fi
}

/* release: the caller must own something in the set, then whatever it names. */
inline start_release(owner) {
  y_ok = !MAY_NOT_RELEASE(owner) && OWNS(q_level, owner) && !(q_names & UNKNOWN);
  for (v_i : 0 .. MEMBERS - 1) {
    if
    :: ((q_names >> v_i) & 1) && !HOLDS(MEMBER(q_level, v_i), owner) -> y_ok = 0
    :: else -> skip
    fi
  }
  if
  :: y_ok ->
    turn_who = owner;
    phase = RELEASE;
    place_at = 0
  :: else -> tell(owner, USAGE)
  fi
}

inline start_downgrade(owner) {
  if
  :: OWNS(q_level, owner) ->
    turn_who = owner;
    phase = DOWNGRADE;
    place_at = 1
  :: else -> tell(owner, USAGE)
  fi
}

/* names: who owns the set lock need not wait for it; owning members is not enough. */
inline start_names(owner) {
  if
  :: HOLDS(SETLOCK(q_level), owner) -> tell(owner, OK)
  :: else -> begin_operation(owner, NAMES)
  fi
}

/* Which name a command has, from its bit. */
inline find_name() {
  w_name = 0;
  do
  :: !((q_names >> w_name) & 1) -> w_name++
  :: else -> break
  od
}

/* add: an exclusive holder of the set lock proceeds; an owner of nothing takes it; anyone else is refused. */
inline start_add(owner) {
  find_name();
  if
  :: HOLDS_EXCLUSIVE(SETLOCK(q_level), owner) ->
    insert(owner, q_level, w_name, q_mode);
    tell(owner, reason)
  :: !HOLDS_EXCLUSIVE(SETLOCK(q_level), owner) && OWNS(q_level, owner) -> tell(owner, USAGE)
  :: else ->
    begin_operation(owner, ADD);
    op[owner].want = w_name + 1;
    op[owner].take = q_mode
  fi
}

/*
 * remove: an owner of anything in the set, even only of the set lock, must own the name, and exclusively.
 */
inline start_remove(owner) {
  find_name();
  if
  :: OWNS(q_level, owner) && !HOLDS_EXCLUSIVE(MEMBER(q_level, w_name), owner) -> tell(owner, USAGE)
  :: OWNS(q_level, owner) && HOLDS_EXCLUSIVE(MEMBER(q_level, w_name), owner) ->
    turn_who = owner;
    phase = OWN_REMOVE;
    heard = START
  :: else ->
    begin_operation(owner, REMOVE);
    op[owner].want = w_name + 1;
    op[owner].left = q_left
  fi
}

/* The present wait of the operation under way is given up; the operation hears of it and winds itself up. */
inline start_cancel(owner) {
  if
  :: !BUSY(owner) -> tell(owner, NOT_WAITING)
  :: else ->
    GIVE(CANCEL, LOCK_AT(owner, op[owner].at));
    turn_who = owner;
    phase = op[owner].kind
  fi
}

hidden byte old_kind[OWNERS];
hidden byte old_at[OWNERS];
hidden byte old_catalogue[LEVELS];

inline execute(owner) {
  begin_effects();
  told_end = 0;
  turn_who = NOBODY;
  order = NOTHING;
  trying = BLOCK;
  half_way = 0;
  remember_locks();
  for (y_i : 0 .. OWNERS - 1) {
    refused_at[y_i] = 0;
    old_kind[y_i] = op[y_i].kind;
    old_at[y_i] = op[y_i].at
  }
  for (y_i : 0 .. LEVELS - 1) {
    old_catalogue[y_i] = catalogue[y_i]
  }
#ifdef DUMP
  y_ok = owner;
  c_code { dump_begin(); }
#endif
  ;
  if
  :: q_verb == CANCEL -> start_cancel(owner)
  /* While an operation of an owner is under way, every other one of that owner is refused. */
  :: q_verb != CANCEL && BUSY(owner) -> tell(owner, USAGE)
  :: q_verb == ACQUIRE && !BUSY(owner) -> start_acquire(owner)
  :: q_verb == RELEASE && !BUSY(owner) -> start_release(owner)
  :: q_verb == DOWNGRADE && !BUSY(owner) -> start_downgrade(owner)
#ifdef LISTS
  :: q_verb == NAMES && !BUSY(owner) -> start_names(owner)
#endif
#ifdef COMES_AND_GOES
  :: q_verb == ADD && !BUSY(owner) -> start_add(owner)
  :: q_verb == REMOVE && !BUSY(owner) -> start_remove(owner)
#endif
  fi;
  route();
  check_set(owner);
  q_verb = 0;
  q_level = 0;
  q_all = 0;
  q_names = 0;
  q_mode = 0;
  q_opp = 0;
  q_try = 0;
  q_left = 0
#ifdef DUMP
  ;
  c_code { dump_end(); }
#endif
}

/* What must hold in every resting state. */
hidden byte rollback_is_complete, waits_where_it_says, absent_is_empty, no_cycle, level_order, big_lock;
hidden byte k_i, k_o, k_l, k_p, k_names, waits_for[OWNERS];

inline check_set(owner) {
  for (k_l : 0 .. LOCKS - 1) {
    check_lock(k_l)
  }
  for (k_o : 0 .. OWNERS - 1) {
    /* A refused acquisition leaves nothing. */
    if
    :: refused_at[k_o] > 0 ->
      rollback_is_complete = !OWNS(refused_at[k_o] - 1, k_o);
      assert(rollback_is_complete)
    :: else -> skip
    fi;
    /* An owner waits for exactly the lock that its operation is at, and nowhere when it has none. */
    for (k_l : 0 .. LOCKS - 1) {
      waits_where_it_says = WAITS(k_l, k_o) == (BUSY(k_o) && k_l == LOCK_AT(k_o, op[k_o].at));
      assert(waits_where_it_says)
    }
  }
  /* Nobody holds or waits for a lock that does not exist. */
  for (k_i : 0 .. LEVELS - 1) {
    for (k_l : 0 .. MEMBERS - 1) {
      absent_is_empty = ((catalogue[k_i] >> k_l) & 1) ||
        (lk[MEMBER(k_i, k_l)].mode == FREE && lk[MEMBER(k_i, k_l)].waiting == 0);
      assert(absent_is_empty)
    }
  }
  /* A command that is refused at once changes nothing; a remove that fails half-way is the one exception. */
  if
  :: told_end > 0 && told_who[0] == (owner) && told_what[0] != OK && told_what[0] != CANCELLED && !half_way ->
    assert_locks_unchanged();
    for (k_i : 0 .. OWNERS - 1) {
      refusal_changes_nothing = old_kind[k_i] == op[k_i].kind && old_at[k_i] == op[k_i].at;
      assert(refusal_changes_nothing)
    }
    for (k_i : 0 .. LEVELS - 1) {
      refusal_changes_nothing = old_catalogue[k_i] == catalogue[k_i];
      assert(refusal_changes_nothing)
    }
  :: else -> skip
  fi;
  /* A waiter waits for the holders and for those before it in the queue; that must not be a cycle. */
  k_names = 0;
  for (k_o : 0 .. OWNERS - 1) {
    waits_for[k_o] = 0;
    if
    :: BUSY(k_o) ->
      k_l = LOCK_AT(k_o, op[k_o].at);
      waits_for[k_o] = lk[k_l].holders;
      k_p = 0;
      do
      :: lk[k_l].who[k_p] != k_o + 1 ->
        waits_for[k_o] = waits_for[k_o] | BIT(lk[k_l].who[k_p] - 1);
        k_p++
      :: else -> break
      od;
      /* names() by an owner of members asks for the set lock out of order: see lock-set.pml. */
      k_names = k_names || (op[k_o].kind == NAMES && OWNS_FROM(op[k_o].level, k_o))
    :: else -> skip
    fi
  }
  for (k_i : 0 .. OWNERS - 1) {
    for (k_o : 0 .. OWNERS - 1) {
      for (k_p : 0 .. OWNERS - 1) {
        if
        :: (waits_for[k_o] >> k_p) & 1 -> waits_for[k_o] = waits_for[k_o] | waits_for[k_p]
        :: else -> skip
        fi
      }
    }
  }
  for (k_o : 0 .. OWNERS - 1) {
    no_cycle = !((waits_for[k_o] >> k_o) & 1);
#ifndef STRICT_CYCLE
    no_cycle = no_cycle || k_names;
#endif
    assert(no_cycle)
  }
#ifdef MANAGER
  for (k_o : 0 .. OWNERS - 1) {
    /* Who acquires at a level owns nothing at a greater one. */
    level_order = op[k_o].kind != ACQUIRE || !OWNS_ABOVE(op[k_o].level, k_o);
    assert(level_order);
    /* Who owns or acquires anything above the first level holds the big lock. */
    big_lock = HOLDS(BIG, k_o) ||
      !(OWNS_ABOVE(0, k_o) || (op[k_o].kind == ACQUIRE && op[k_o].level > 0));
    assert(big_lock)
  }
#endif
}

#ifdef DUMP
c_code {
  /*
   * Names as the including file has them: by level and member; and the prefix of a level.  A name that is
   * not in the model at all (there is no such lock) is an empty text.
   */
  extern const char *dump_member[LEVELS][MEMBERS];
  extern const char *dump_setlock[LEVELS];
  extern const char *dump_level[LEVELS];

  static const char *member_name(int level, int i)
  {
    return i == MEMBERS ? "z" : dump_member[level][i];
  }

  static char *dump_names(char *to, int level, int all, int names, int stale)
  {
    int i, first = 1;

    *to++ = '[';
    if (all)
      *to++ = '*';
    else
      for (i = 0; i <= MEMBERS; i++)
        if (names >> i & 1) {
          to += sprintf(to, "%s%s%s", first ? "" : ",", member_name(level, i),
            stale >> i & 1 ? "'" : "");
          first = 0;
        }
    *to++ = ']';
    *to = 0;
    return to;
  }

  static char *dump_operation(char *to, int o)
  {
    int level = now.op[o].level, at = now.op[o].at, i;

    to += sprintf(to, ";%c:", 'A' + o);
    switch (now.op[o].kind) {
    case ACQUIRE:
      to += sprintf(to, "acquire");
      to = dump_names(to, level, now.op[o].all, now.op[o].want, now.op[o].stale);
      to += sprintf(to, "%s%s", now.op[o].mode == SHARED ? "s" : "x", now.op[o].opp ? "o" : "");
      break;
    case NAMES:
      to += sprintf(to, "names");
      break;
    case ADD:
      to += sprintf(to, "add[%s]%s", member_name(level, now.op[o].want - 1), now.op[o].take ? "x" : "");
      break;
    case REMOVE:
      to += sprintf(to, "remove[%s", member_name(level, now.op[o].want - 1));
      for (i = 0; i < now.op[o].left; i++)
        to += sprintf(to, ",%s", member_name(level, now.op[o].want - 1));
      to += sprintf(to, "]");
      break;
    }
    return to + sprintf(to, "@%s%s", dump_level[level], at == 1 ? "setlock" : member_name(level, at - 2));
  }

  static void dump_state(char *to)
  {
    int v, i, o;

    for (v = 0; v < LEVELS; v++) {
      to += sprintf(to, "%s%s=", v ? ";" : "", dump_setlock[v]);
      to = lock_text(to, v * (MEMBERS + 1));
      for (i = 0; i < MEMBERS; i++)
        if (*dump_member[v][i]) {
          to += sprintf(to, ";%s=", dump_member[v][i]);
          if (now.catalogue[v] >> i & 1)
            to = lock_text(to, v * (MEMBERS + 1) + 1 + i);
          else
            to += sprintf(to, "-");
        }
    }
    for (o = 0; o < OWNERS; o++)
      if (now.op[o].kind)
        to = dump_operation(to, o);
  }

  void dump_begin(void)
  {
    char *to = dump_command;
    const char *name = "";
    int i;

    dump_told[0] = 0;
    dump_state(dump_before);
    to += sprintf(to, "%c:%s", 'A' + y_ok, dump_level[now.q_level]);
    for (i = 0; i <= MEMBERS; i++)
      if (now.q_names >> i & 1)
        name = member_name(now.q_level, i);
    switch (now.q_verb) {
    case ACQUIRE:
      to += sprintf(to, "%s", now.q_try ? "try" : "acquire");
      to = dump_names(to, now.q_level, now.q_all, now.q_names, 0);
      sprintf(to, "%s%s", now.q_mode == SHARED ? "s" : "x", now.q_opp ? "o" : "");
      break;
    case RELEASE:
      to += sprintf(to, "release");
      dump_names(to, now.q_level, now.q_all, now.q_names, 0);
      break;
    case DOWNGRADE: sprintf(to, "downgrade[*]"); break;
    case NAMES: sprintf(to, "names"); break;
    case ADD: sprintf(to, "add[%s]%s", name, now.q_mode ? "x" : ""); break;
    case REMOVE:
      if (now.q_left > 1)
        sprintf(to, "remove[%s,%s]", name, name);
      else
        sprintf(to, "remove[%s]", name);
      break;
    case CANCEL: sprintf(dump_command, "%c:cancel", 'A' + y_ok); break;
    }
  }

  void dump_end(void)
  {
    int i;

    for (i = 0; i < told_end; i++)
      dump_tell(told_who[i], told_what[i]);
    dump_state(dump_after);
    dump_edge();
  }
}
#endif
