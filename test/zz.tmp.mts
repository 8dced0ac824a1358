import { sharedLockModels } from '/work/main/models/shared-lock.model.ts';
import { sharedLockLiveness } from '/work/main/models/shared-lock.liveness.ts';
import { showLock } from '/work/main/models/show.ts';
import { checkLiveness } from '/work/main/src/testing/liveness.ts';
import { loadMutant } from '/work/main/test/mutants/load-mutant.ts';
const machine = 'models/shared-lock.machine.ts', rules = 'src/core/shared-lock/rules.ts', queue='src/core/shared-lock/queue.ts';
const mutants = [
 { name:'readers barge', file: rules, find:'return head == null || (!command.try && command.priority < head.priority);', replace:"return true;"},
 { name:'writers first', file: queue, find:"const neighbour = place.mode === 'shared' ? line.lastSharer : null;\n      ring.insertAfter(neighbour ?? line.first.previous, place);",
   replace:"const neighbour = place.mode === 'shared' ? line.lastSharer : null;\n      ring.insertAfter(neighbour ?? line.first.previous, place);\n      if (place.mode === 'exclusive' && line.first.mode === 'shared') line.first = place;"},
 { name:'downgrade jumps also of a sharer', file: machine, find:"{ guard: 'isHolder', actions: 'confirmDowngrade' }", replace:"{ guard: 'isHolder', actions: 'downgrade', target: '.settling' }"},
 { name:'no eager grant', file: machine, find: "actions: 'dropHold', target: '.settling'", replace: "actions: 'dropHold', target: '.free'"},
 { name:'no eager after cancel', file: machine, find: "actions: 'dropWaiter', target: '.settling' }", replace: "actions: 'dropWaiter' }"},
];
for (const m of mutants) { const mod = loadMutant('shared-lock', m as any);
 const r = checkLiveness({...sharedLockModels[0], show: showLock}, mod.step, sharedLockLiveness(['ann','bob','cy']));
 console.log('\n####', m.name, r.states, r.edges, r.overtaking?.count, '\n--starvation', r.starvation?.of,'\n'+ r.starvation?.transcript, '\n--standstill', r.standstill?.transcript); console.log(r.overtaking?.transcript) }
