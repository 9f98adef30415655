/** One ticketing process of the benchmark with a crowd in front of its waiting room. Its parent leads it from stage to stage. */
import { answerParent } from './children.ts';
import { createQueueCrowd, type QueueOptions, type QueueStage } from './queue.ts';

const stage = createQueueCrowd(JSON.parse(process.env.QUEUE_OPTIONS as string) as QueueOptions);
answerParent<{ readonly stage: QueueStage }>((task) => stage(task.stage));
process.send?.({ ready: true });
