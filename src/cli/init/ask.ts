import { ExitCode } from '../exit-codes.ts';
import { CommandError } from '../failure.ts';
import { contactFault, siteFault, topicFault } from './values.ts';

export interface Answers {
  readonly site: readonly string[];
  readonly contact?: string;
  readonly topic: string;
}

type Known = Pick<Partial<Answers>, 'contact' | 'topic'> & Pick<Answers, 'site'>;

/** Asks for what is not known yet. Nothing is written before all is answered, so Ctrl-C leaves nothing half made. */
export async function ask(known: Known): Promise<Answers> {
  const { isCancel, text } = await import('@clack/prompts');
  const put = async (message: string, placeholder: string, fault: (answer: string) => string | null): Promise<string> => {
    const answer = await text({
      message,
      placeholder,
      output: process.stderr,
      validate: (given) => (given ? (fault(given) ?? undefined) : undefined),
    });
    if (isCancel(answer)) throw new CommandError('nothing was written', ExitCode.interrupted);
    return (answer as string | undefined)?.trim() ?? '';
  };
  const first = known.site.length > 0 ? '' : await put('Which site do you want to crawl?', 'https://example.org/', siteFault);
  const contact =
    known.contact ?? (await put('How can site owners reach you? (Enter to say later)', 'mailto:you@example.org', contactFault));
  const topic = known.topic ?? (await put('What is the corpus called?', 'corpus', topicFault));
  return { site: first === '' ? known.site : [first], topic: topic === '' ? 'corpus' : topic, ...(contact !== '' && { contact }) };
}
