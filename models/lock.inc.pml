/*
 * One readers-writer lock, as an independent specification in Promela.
 *
 * This file is written from sections 2, 3 and 11 of the design alone, and not from the program.  It is
 * included by shared-lock.pml, lock-set.pml and level-order.pml, which define before the inclusion
 *
 *   OWNERS   the number of owners, 2 to 4,
 *   LOCKS    the number of locks,
 *
 * and, if they like,
 *
 *   CLOSE    locks can be closed,
 *   ORDER    the order of arrival is recorded, so that priority-order and the bound on passing can be
 *            asserted (it multiplies the states, and is therefore not the default),
 *   BUG_...  a planted bug (each is explained where it is planted).
 *
 * The queue of a lock is one flat list of waiters.  A group is not stored: it is a longest run of sharers
 * of the same priority that stand next to each other.  The list is enough because there is at most one
 * open group a priority, and an exclusive waiter or a waiting delete is a group of its own.  Inside a
 * group the list is in order of arrival where effects depend on it (ARRIVAL), and sorted by owner
 * otherwise, so that states that differ only in that order are one state.
 *
 * Decisions where the design is silent are marked with the word DECISION.
 */

/* What a lock is, and what a request asks for.  A request's kind is the mode that its grant leads to. */
#define FREE      0
#define SHARED    1
#define EXCLUSIVE 2
#define DELETED   3

/* How a request waits. */
#define BLOCK 0
#define TRY   1

/* Answers to commands, and what waiters are told. */
#define NOTHING     0
#define OK          1
#define QUEUED      2
#define TIMED_OUT   3
#define GONE        4  /* The error `deleted`. */
#define CLOSED      5
#define USAGE       6
#define CANCELLED   7
#define NOT_WAITING 8
#define NOT_FOUND   9
#define DUPLICATE   10

#define NOBODY 255

typedef Lock {
  byte mode;
  byte holders;      /* A set of bits, one an owner. */
  byte waiting;      /* How many wait. */
  byte who[OWNERS];  /* Owner + 1, in queue order; 0 behind the last. */
  byte kind[OWNERS];
  byte prio[OWNERS];
#ifdef CLOSE
  byte closed;
#endif
#ifdef ORDER
  byte stamp[OWNERS]; /* By owner: the rank of its group's arrival, 1 is the oldest; 0 = does not wait. */
  byte later;         /* The owners whose waiting request arrived after that of owner 0. */
  byte passed;        /* How many of those, and no more urgent, were granted while owner 0 went on waiting,
                         since the last arrival that was more urgent than owner 0. */
#endif
};

Lock lk[LOCKS];

#define BIT(o) (1 << (o))
#define HOLDS(l, o) ((lk[l].holders >> (o)) & 1)
#define HOLDS_EXCLUSIVE(l, o) (HOLDS(l, o) && lk[l].mode == EXCLUSIVE)
#if OWNERS == 2
#define WAITS(l, o) (lk[l].who[0] == (o) + 1 || lk[l].who[1] == (o) + 1)
#elif OWNERS == 3
#define WAITS(l, o) (lk[l].who[0] == (o) + 1 || lk[l].who[1] == (o) + 1 || lk[l].who[2] == (o) + 1)
#else
#define WAITS(l, o) (lk[l].who[0] == (o) + 1 || lk[l].who[1] == (o) + 1 || \
  lk[l].who[2] == (o) + 1 || lk[l].who[3] == (o) + 1)
#endif

#ifdef CLOSE
#define IS_CLOSED(l) (lk[l].closed)
#else
#define IS_CLOSED(l) false
#endif

/* A sharer fits a lock that is free or shared; all others only a free one. */
#ifdef BUG_TWO_WRITERS
/* Planted: an exclusive request fits a lock that is held shared. */
#define FITS(l, k) (lk[l].mode == FREE || (lk[l].mode == SHARED && (k) != DELETED))
#else
#define FITS(l, k) (lk[l].mode == FREE || (lk[l].mode == SHARED && (k) == SHARED))
#endif

/*
 * Everything below is scratch.  It is hidden from the state, and every command sets it before it reads it.
 */
hidden byte answer;  /* What the command's own owner is told at once. */

/* The effects on others, in the order produced: who is told what. */
#define EFFECTS 32
hidden byte fx_who[EFFECTS];
hidden byte fx_what[EFFECTS];
hidden byte fx_prio[EFFECTS];
hidden byte fx_end;   /* One behind the last effect. */
hidden byte fx_next;  /* The first that has not been delivered. */

hidden byte jumping;  /* A downgrade is under way. */

hidden byte e_at, e_i, r_i, r_max;
hidden byte d_i, d_same, d_rank, f_i;
hidden byte g_who, g_kind, g_prio;
hidden byte j_i, j_prio, j_to, j_who;
#ifdef ORDER
hidden byte g_later, o_i, o_stamp, fx_later[EFFECTS], priority_order;
#endif

inline emit(owner, what, urgency) {
  fx_who[fx_end] = owner;
  fx_what[fx_end] = what;
  fx_prio[fx_end] = urgency;
  fx_end++
}

/* Put a request into the queue: by priority, then by arrival of groups. */
inline enqueue(lock, owner, sort, urgency) {
  e_at = NOBODY;
  if
  :: (sort) == SHARED ->
    /* A later sharer joins the open group of its priority, even past an exclusive waiter. */
    for (e_i : 0 .. OWNERS - 1) {
      if
      :: e_i < lk[lock].waiting && lk[lock].kind[e_i] == SHARED && lk[lock].prio[e_i] == (urgency) ->
#ifdef ARRIVAL
        e_at = e_i + 1
#else
        if
        :: lk[lock].who[e_i] < (owner) + 1 -> e_at = e_i + 1
        :: e_at == NOBODY -> e_at = e_i
        :: else -> skip
        fi
#endif
      :: else -> skip
      fi
    }
  :: else -> skip
  fi;
#ifdef ORDER
  r_max = 0;
  for (r_i : 0 .. OWNERS - 1) {
    if
    :: lk[lock].stamp[r_i] > r_max -> r_max = lk[lock].stamp[r_i]
    :: else -> skip
    fi
  }
  lk[lock].stamp[owner] = r_max + 1;
  for (r_i : 0 .. OWNERS - 1) {
    if
    :: e_at != NOBODY && r_i < lk[lock].waiting && lk[lock].kind[r_i] == SHARED &&
       lk[lock].prio[r_i] == (urgency) ->
      /* Who joins a group is as old as the group. */
      lk[lock].stamp[owner] = lk[lock].stamp[lk[lock].who[r_i] - 1]
    :: else -> skip
    fi
  }
  if
  :: (owner) == 0 -> lk[lock].later = 0; lk[lock].passed = 0
  :: (owner) != 0 && lk[lock].stamp[0] > 0 ->
    lk[lock].later = lk[lock].later | BIT(owner);
    for (r_i : 0 .. OWNERS - 1) {
      if
      :: lk[lock].who[r_i] == 1 && (urgency) < lk[lock].prio[r_i] -> lk[lock].passed = 0
      :: else -> skip
      fi
    }
  :: else -> skip
  fi;
#endif
  if
  :: e_at == NOBODY ->
    e_at = 0;
    do
#ifdef BUG_LIFO
    /* Planted: a newcomer stands before those of its own priority. */
    :: e_at < lk[lock].waiting && lk[lock].prio[e_at] < (urgency) -> e_at++
#elif defined(BUG_NO_PRIORITY)
    /* Planted: priorities are not looked at. */
    :: e_at < lk[lock].waiting -> e_at++
#else
    :: e_at < lk[lock].waiting && lk[lock].prio[e_at] <= (urgency) -> e_at++
#endif
    :: else -> break
    od
  :: else -> skip
  fi;
  e_i = lk[lock].waiting;
  do
  :: e_i > e_at ->
    lk[lock].who[e_i] = lk[lock].who[e_i - 1];
    lk[lock].kind[e_i] = lk[lock].kind[e_i - 1];
    lk[lock].prio[e_i] = lk[lock].prio[e_i - 1];
    e_i--
  :: else -> break
  od;
  lk[lock].who[e_at] = (owner) + 1;
  lk[lock].kind[e_at] = sort;
  lk[lock].prio[e_at] = urgency;
  lk[lock].waiting++
}

/* Take the waiter at a place out of the queue.  An empty group vanishes by itself. */
inline dequeue(lock, slot) {
#ifdef ORDER
  d_rank = lk[lock].stamp[lk[lock].who[slot] - 1];
  if
  :: lk[lock].who[slot] == 1 -> lk[lock].later = 0; lk[lock].passed = 0
  :: else -> lk[lock].later = lk[lock].later & ~BIT(lk[lock].who[slot] - 1)
  fi;
  lk[lock].stamp[lk[lock].who[slot] - 1] = 0;
  d_same = 0;
  for (d_i : 0 .. OWNERS - 1) {
    if
    :: lk[lock].stamp[d_i] == d_rank -> d_same = 1
    :: else -> skip
    fi
  }
  for (d_i : 0 .. OWNERS - 1) {
    if
    :: !d_same && lk[lock].stamp[d_i] > d_rank -> lk[lock].stamp[d_i]--
    :: else -> skip
    fi
  }
#endif
  d_i = slot;
  do
  :: d_i + 1 < lk[lock].waiting ->
    lk[lock].who[d_i] = lk[lock].who[d_i + 1];
    lk[lock].kind[d_i] = lk[lock].kind[d_i + 1];
    lk[lock].prio[d_i] = lk[lock].prio[d_i + 1];
    d_i++
  :: else -> break
  od;
  lk[lock].waiting--;
  lk[lock].who[lk[lock].waiting] = 0;
  lk[lock].kind[lk[lock].waiting] = 0;
  lk[lock].prio[lk[lock].waiting] = 0
}

/* Every waiter is refused, in queue order. */
inline refuse_all(lock, why) {
  do
  :: lk[lock].waiting > 0 ->
    emit(lk[lock].who[0] - 1, why, lk[lock].prio[0]);
    dequeue(lock, 0)
  :: else -> break
  od
}

/*
 * priority-order: no grant passes a more urgent waiter, nor an older group of its priority, save by
 * joining an open group (which gives the joiner the group's stamp) and by the jump at a downgrade.  The
 * stamp is given by arrival alone, so this does not follow from the order of the list.
 */
inline check_pass(lock, owner, sort, urgency, rank) {
#ifdef ORDER
  for (o_i : 0 .. OWNERS - 1) {
    if
    :: o_i < lk[lock].waiting && lk[lock].who[o_i] != (owner) + 1 ->
      o_stamp = lk[lock].stamp[lk[lock].who[o_i] - 1];
      priority_order = lk[lock].prio[o_i] >= (urgency) &&
        (lk[lock].prio[o_i] != (urgency) || o_stamp >= (rank) || (jumping && (sort) == SHARED));
      assert(priority_order)
    :: else -> skip
    fi
  }
#else
  skip
#endif
}

/* The owner gets what it asked for.  A granted delete ends the lock. */
inline place(lock, owner, sort) {
  if
  :: (sort) == DELETED ->
    lk[lock].mode = DELETED;
    lk[lock].holders = 0;
#ifndef BUG_DELETED_KEEPS
    refuse_all(lock, GONE)
#else
    /* Planted: the waiters of a lock that gets deleted stay in its queue. */
    skip
#endif
  :: else ->
    lk[lock].mode = sort;
    lk[lock].holders = lk[lock].holders | BIT(owner)
  fi
}

/*
 * Eager granting: while the head of the queue fits, grant it.  A shared group is granted as a whole,
 * because after its first member the rest of it stands at the head and fits a shared lock.
 */
inline pump(lock) {
  do
  :: lk[lock].waiting > 0 && FITS(lock, lk[lock].kind[0]) ->
    g_who = lk[lock].who[0] - 1;
    g_kind = lk[lock].kind[0];
    g_prio = lk[lock].prio[0];
#ifdef ORDER
    check_pass(lock, g_who, g_kind, g_prio, lk[lock].stamp[g_who]);
    /* Who is granted after owner 0 asked, and at no more urgent priority, passes it. */
    g_later = (lk[lock].later >> g_who) & 1;
#endif
#ifdef BUG_STAYS
    /* Planted: a granted sharer stays in the queue when somebody waits behind it. */
    if
    :: g_kind == SHARED && lk[lock].waiting > 1 && !HOLDS(lock, g_who) ->
      place(lock, g_who, g_kind);
      break
    :: else -> skip
    fi;
#endif
    dequeue(lock, 0);
    emit(g_who, OK, g_prio);
#ifdef ORDER
    fx_later[fx_end - 1] = g_later;
#endif
    place(lock, g_who, g_kind)
  :: else -> break
  od
}

/*
 * A request of an owner: shared, exclusive, or (kind DELETED) a delete.
 *
 * The order of checks is that of section 11: deleted, then double acquire, then grant, try or queue.
 * DECISION: `closed` is looked at between deleted and double acquire, since it takes the place of
 * deleted.  No state depends on it.
 * DECISION: a try of a delete by the exclusive holder succeeds even when others wait, for section 3 says of
 * delete "at once if the owner holds it exclusively"; what is granted at once overtakes nobody, because
 * its owner has the lock already.
 */
inline request(lock, owner, sort, urgency, how) {
  if
  :: lk[lock].mode == DELETED -> answer = GONE
  :: lk[lock].mode != DELETED && IS_CLOSED(lock) -> answer = CLOSED
  :: lk[lock].mode != DELETED && !IS_CLOSED(lock) && (sort) == DELETED && HOLDS_EXCLUSIVE(lock, owner) ->
    place(lock, owner, sort);
    answer = OK
  :: lk[lock].mode != DELETED && !IS_CLOSED(lock) &&
     (WAITS(lock, owner) || (HOLDS(lock, owner) && !((sort) == DELETED && HOLDS_EXCLUSIVE(lock, owner)))) ->
    answer = USAGE
  :: else ->
    if
#ifdef BUG_BARGE
    /* Planted: a reader joins the holders past whoever waits. */
    :: (sort) == SHARED && lk[lock].mode == SHARED ->
      check_pass(lock, owner, sort, urgency, NOBODY);
      place(lock, owner, sort);
      answer = OK
#endif
#ifdef BUG_TRY_PASSES
    /* Planted: a try that fits is granted although others wait. */
    :: (how) == TRY && FITS(lock, sort) ->
      check_pass(lock, owner, sort, urgency, NOBODY);
      place(lock, owner, sort);
      answer = OK
    :: (how) == TRY && !FITS(lock, sort) -> answer = TIMED_OUT
#else
    :: (how) == TRY && lk[lock].waiting == 0 && FITS(lock, sort) ->
      place(lock, owner, sort);
      answer = OK
    :: (how) == TRY && !(lk[lock].waiting == 0 && FITS(lock, sort)) ->
#ifdef BUG_TRY_QUEUES
      /* Planted: a refused try leaves its request in the queue. */
      enqueue(lock, owner, sort, urgency);
#endif
      answer = TIMED_OUT
#endif
    :: else ->
      enqueue(lock, owner, sort, urgency);
      pump(lock);
      if
      :: WAITS(lock, owner) -> answer = QUEUED
      :: else ->
        answer = OK;
        /* What this command granted to its own owner is its answer and no effect on others. */
        unemit(owner)
      fi
    fi
  fi
}

/* Take the one effect on an owner out again. */
inline unemit(owner) {
  j_to = 0;
  for (j_i : 0 .. EFFECTS - 1) {
    if
    :: j_i < fx_end && !(j_i >= fx_next && fx_who[j_i] == (owner)) ->
      fx_who[j_to] = fx_who[j_i];
      fx_what[j_to] = fx_what[j_i];
      fx_prio[j_to] = fx_prio[j_i];
#ifdef ORDER
      fx_later[j_to] = fx_later[j_i];
#endif
      j_to++
    :: else -> skip
    fi
  }
  fx_end = j_to
}

/* When the last holder goes, the handoff happens in the same step. */
inline release(lock, owner) {
  if
  :: !HOLDS(lock, owner) -> answer = USAGE
  :: else ->
    answer = OK;
    lk[lock].holders = lk[lock].holders & ~BIT(owner);
    if
    :: lk[lock].holders == 0 ->
#ifdef BUG_LOST_HANDOFF
      /* Planted: the last sharer that goes wakes nobody. */
      if
      :: lk[lock].mode == SHARED -> lk[lock].mode = FREE
      :: else ->
        lk[lock].mode = FREE;
        pump(lock)
      fi
#elif defined(BUG_STALE_MODE)
      /* Planted: the mode is left as it was when nobody waits. */
      if
      :: lk[lock].waiting > 0 ->
        lk[lock].mode = FREE;
        pump(lock)
      :: else -> skip
      fi
#else
      lk[lock].mode = FREE;
      pump(lock)
#endif
    :: else -> skip
    fi
  fi
}

/*
 * Exclusive to shared with no gap.  The open shared group of the topmost waiting priority jumps to the
 * front of its priority; then the lock grants as always, which lets that group in, and whatever shared
 * groups stand at the head after it.  On a shared holder it does nothing and succeeds.
 */
inline downgrade(lock, owner) {
  if
  :: !HOLDS(lock, owner) -> answer = USAGE
  :: HOLDS(lock, owner) && lk[lock].mode == SHARED -> answer = OK
  :: else ->
    answer = OK;
    lk[lock].mode = SHARED;
    jumping = 1;
    if
    :: lk[lock].waiting > 0 ->
      j_prio = lk[lock].prio[0];
      j_to = 0;
      for (j_i : 0 .. OWNERS - 1) {
        if
#ifdef BUG_JUMP_ALL
        /* Planted: the shared groups of every priority jump. */
        :: j_i < lk[lock].waiting && lk[lock].kind[j_i] == SHARED -> jump(lock, j_i, j_to)
#else
        :: j_i < lk[lock].waiting && lk[lock].kind[j_i] == SHARED && lk[lock].prio[j_i] == j_prio ->
          jump(lock, j_i, j_to)
#endif
        :: else -> skip
        fi
      }
    :: else -> skip
    fi;
    pump(lock);
    jumping = 0
  fi
}

/* Move the waiter at one place forward to another; those between step back by one. */
inline jump(lock, from, to) {
  j_who = lk[lock].who[from];
  g_kind = lk[lock].kind[from];
  g_prio = lk[lock].prio[from];
  d_i = from;
  do
  :: d_i > to ->
    lk[lock].who[d_i] = lk[lock].who[d_i - 1];
    lk[lock].kind[d_i] = lk[lock].kind[d_i - 1];
    lk[lock].prio[d_i] = lk[lock].prio[d_i - 1];
    d_i--
  :: else -> break
  od;
  lk[lock].who[to] = j_who;
  lk[lock].kind[to] = g_kind;
  lk[lock].prio[to] = g_prio;
  to++
}

/* A waiter leaves, by timeout or abort: the effect on the state is the same. */
inline cancel(lock, owner) {
  answer = NOT_WAITING;
  for (f_i : 0 .. OWNERS - 1) {
    if
    :: answer == NOT_WAITING && f_i < lk[lock].waiting && lk[lock].who[f_i] == (owner) + 1 ->
      dequeue(lock, f_i);
      answer = CANCELLED
    :: else -> skip
    fi
  }
#ifndef BUG_NO_EAGER
  /* BUG_NO_EAGER, planted: nothing is granted after a waiter has left. */
  ;
  if
  :: answer == CANCELLED -> pump(lock)
  :: else -> skip
  fi
#endif
}

/*
 * A closed lock refuses every waiter and every later request with `closed`; holders go on, and may release
 * or downgrade.  It never grants again, because nobody waits at it any more.
 * DECISION: a deleted lock can be closed too, which marks it and changes nothing else; that is the only way
 * in which a delete can find a lock that is both ("refused `closed` unless the lock is deleted already").
 * The other reading, that closing a deleted lock does nothing, is CLOSE_SKIPS_DELETED.
 */
inline close(lock) {
#ifdef CLOSE
  answer = OK;
#ifdef CLOSE_SKIPS_DELETED
  lk[lock].closed = lk[lock].closed || lk[lock].mode != DELETED;
#else
  lk[lock].closed = 1;
#endif
  refuse_all(lock, CLOSED)
#else
  skip
#endif
}

/*
 * What must hold in every resting state of one lock.  The names are those of section 9.
 */
hidden byte exclusion, state_is_mode, work_conserving, one_role, deleted_is_empty, queue_sorted;
hidden byte n_holders, n_roles, c_i, c_j;

inline check_lock(lock) {
  n_holders = 0;
  for (c_i : 0 .. OWNERS - 1) {
    n_holders = n_holders + HOLDS(lock, c_i)
  }

  exclusion = lk[lock].mode != EXCLUSIVE || n_holders <= 1;
  assert(exclusion);

  state_is_mode = (lk[lock].mode == FREE && n_holders == 0) || (lk[lock].mode == SHARED && n_holders > 0) ||
    (lk[lock].mode == EXCLUSIVE && n_holders > 0) || (lk[lock].mode == DELETED && n_holders == 0);
  assert(state_is_mode);

  deleted_is_empty = lk[lock].mode != DELETED || (n_holders == 0 && lk[lock].waiting == 0);
  assert(deleted_is_empty);

  for (c_i : 0 .. OWNERS - 1) {
    n_roles = HOLDS(lock, c_i);
    for (c_j : 0 .. OWNERS - 1) {
      n_roles = n_roles + (lk[lock].who[c_j] == c_i + 1)
    }
    one_role = n_roles <= 1;
    assert(one_role)
  }

  work_conserving = lk[lock].waiting == 0 || lk[lock].mode == DELETED || !FITS(lock, lk[lock].kind[0]);
  assert(work_conserving);

  /*
   * The form of the queue: priorities never fall, the sharers of a priority stand together, and nothing
   * but zeros stands behind the last waiter.
   */
  for (c_i : 0 .. OWNERS - 1) {
    queue_sorted = (c_i < lk[lock].waiting) == (lk[lock].who[c_i] > 0);
    assert(queue_sorted);
    queue_sorted = c_i == 0 || c_i >= lk[lock].waiting || lk[lock].prio[c_i - 1] <= lk[lock].prio[c_i];
    assert(queue_sorted);
    for (c_j : 0 .. OWNERS - 1) {
      queue_sorted = !(c_j + 1 < c_i && c_i < lk[lock].waiting && lk[lock].prio[c_j] == lk[lock].prio[c_i] &&
        lk[lock].kind[c_j] == SHARED && lk[lock].kind[c_i] == SHARED && lk[lock].kind[c_i - 1] != SHARED);
      assert(queue_sorted)
    }
  }
}

/*
 * refusal-changes-nothing: a copy of the locks, and the comparison with it.
 */
hidden Lock old[LOCKS];
hidden byte s_l, s_i, refusal_changes_nothing;

inline remember_locks() {
  for (s_l : 0 .. LOCKS - 1) {
    old[s_l].mode = lk[s_l].mode;
    old[s_l].holders = lk[s_l].holders;
    old[s_l].waiting = lk[s_l].waiting;
#ifdef CLOSE
    old[s_l].closed = lk[s_l].closed;
#endif
    for (s_i : 0 .. OWNERS - 1) {
      old[s_l].who[s_i] = lk[s_l].who[s_i];
      old[s_l].kind[s_i] = lk[s_l].kind[s_i];
      old[s_l].prio[s_i] = lk[s_l].prio[s_i]
    }
  }
}

inline assert_locks_unchanged() {
  for (s_l : 0 .. LOCKS - 1) {
    refusal_changes_nothing = old[s_l].mode == lk[s_l].mode && old[s_l].holders == lk[s_l].holders &&
      old[s_l].waiting == lk[s_l].waiting;
    assert(refusal_changes_nothing);
#ifdef CLOSE
    refusal_changes_nothing = old[s_l].closed == lk[s_l].closed;
    assert(refusal_changes_nothing);
#endif
    for (s_i : 0 .. OWNERS - 1) {
      refusal_changes_nothing = old[s_l].who[s_i] == lk[s_l].who[s_i] &&
        old[s_l].kind[s_i] == lk[s_l].kind[s_i] && old[s_l].prio[s_i] == lk[s_l].prio[s_i];
      assert(refusal_changes_nothing)
    }
  }
}

/* The start of every command: no effect yet. */
inline begin_effects() {
  fx_end = 0;
  fx_next = 0;
  jumping = 0;
  answer = NOTHING
}

#ifdef DUMP
/*
 * The canonical text of one lock, as the state lines have it:
 *
 *   lock    = mode *group [ "!closed" ]
 *   mode    = "free" | "deleted" | ("shared:" | "exclusive:") owner *("," owner)     owners sorted
 *   group   = "|" ("shared" | "exclusive" | "delete") "@" priority ":" owner *("," owner)    owners sorted
 *
 * Owners are A, B, C, D; groups stand in queue order.  With ARRIVAL_TEXT the owners of a waiting group stand
 * in order of arrival instead: with three owners in a set that order decides what happens later.
 */
c_code {
  FILE *dump_file;
  char dump_before[1024];
  char dump_after[1024];
  char dump_command[128];
  char dump_told[256];

  char *lock_text(char *to, int l)
  {
    static const char *word[] = { "free", "shared", "exclusive", "delete" };
    int i, o, first;

    to += sprintf(to, "%s", now.lk[l].mode == 3 ? "deleted" : word[now.lk[l].mode]);
    for (o = 0, first = 1; o < OWNERS; o++)
      if (now.lk[l].holders >> o & 1) {
        to += sprintf(to, "%c%c", first ? ':' : ',', 'A' + o);
        first = 0;
      }
    for (i = 0; i < now.lk[l].waiting; ) {
      int j = i + 1;
      unsigned in_group = 1u << (now.lk[l].who[i] - 1);

      while (now.lk[l].kind[i] == 1 && j < now.lk[l].waiting && now.lk[l].kind[j] == 1 &&
             now.lk[l].prio[j] == now.lk[l].prio[i])
        in_group |= 1u << (now.lk[l].who[j++] - 1);
      to += sprintf(to, "|%s@%d", word[now.lk[l].kind[i]], now.lk[l].prio[i]);
#ifdef ARRIVAL_TEXT
      for (first = 1; i < j; i++, first = 0)
        to += sprintf(to, "%c%c", first ? ':' : ',', 'A' + now.lk[l].who[i] - 1);
#else
      for (o = 0, first = 1; o < OWNERS; o++)
        if (in_group >> o & 1) {
          to += sprintf(to, "%c%c", first ? ':' : ',', 'A' + o);
          first = 0;
        }
      i = j;
#endif
    }
#ifdef CLOSE
    if (now.lk[l].closed)
      to += sprintf(to, "!closed");
#endif
    return to;
  }

  void dump_tell(int owner, int what)
  {
    static const char *word[] = { "", "ok", "queued", "timeout", "deleted", "closed", "usage",
      "cancelled", "not-waiting", "not-found", "duplicate-add" };
    char *to = dump_told + strlen(dump_told);

    sprintf(to, "%s%c=%s", to == dump_told ? "" : ",", owner == 9 ? '-' : 'A' + owner, word[what]);
  }

  void dump_edge(void)
  {
    if (!dump_file)
      dump_file = fopen("edges.tsv", "w");
    fprintf(dump_file, "%s\t%s\t%s\t%s\n", dump_before, dump_command, dump_after, dump_told);
    fflush(dump_file);
  }
}
#endif
