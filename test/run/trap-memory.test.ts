import { LocalTrapMemory } from '../../src/run/trap-memory.ts';
import { trapMemoryContract } from '../contracts/trap-memory.ts';

trapMemoryContract('one process', () => new LocalTrapMemory());
