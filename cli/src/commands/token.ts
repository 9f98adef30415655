import { join } from 'node:path';
import { createDevelopmentIssuer } from '@games/gateway';
import type { Command } from 'commander';
import { CommandError } from '../output.ts';
import { requireRunning } from '../running.ts';
import { stateFolder } from '../state.ts';

const help = `
The token is good for a day, and only for the Games that run on this machine. The account needs no making:
  ANN=$(npm run --silent games -- token ann)
  npm run games -- query '{ me { id } }' --token "$ANN"`;

/** `games token`: lets one be any fan on one's own machine, for trying what takes more than one. */
export function registerToken(program: Command): void {
  program
    .command('token <fan>')
    .description('a token of a fan for the Games that run here, by the name of the account (for example ann)')
    .option('--country <country>', 'where the fan lives, as two letters', 'FR')
    .addHelpText('after', help)
    .action(async (fan: string, { country }: { readonly country: string }) => {
      if (!/^[A-Za-z0-9._-]{1,64}$/.test(fan)) throw new CommandError(`${fan} is not a name of an account.`);
      if (!/^[A-Z]{2}$/.test(country)) throw new CommandError('--country is two capital letters.');
      requireRunning();
      const issuer = await createDevelopmentIssuer(join(stateFolder(), 'issuer'));
      process.stdout.write(`${await issuer.issue({ kind: 'fan', subject: fan, country })}\n`);
    });
}
