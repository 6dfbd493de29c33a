import { Command } from 'commander';

await new Command('groundwork').description('Secure AWS environments for microservices.').parseAsync();
