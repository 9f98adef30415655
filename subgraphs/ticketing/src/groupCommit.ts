export { createGroupCommit, type GroupCommit, type Lane } from '@games/postgres';
