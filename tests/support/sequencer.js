import sequencer from '@jest/test-sequencer';

// The package is CommonJS; whether its default is unwrapped hangs on who imports it.
const TestSequencer = sequencer.default ?? sequencer;

/** The longest suites are in the first: those that came last would be waited for by idle workers. */
const PROJECTS = ['faults', 'system', 'contract', 'unit'];

const rank = ({ context }) => PROJECTS.indexOf(context.config.displayName.name);

// biome-ignore lint/style/noDefaultExport: jest takes the default export
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
}
