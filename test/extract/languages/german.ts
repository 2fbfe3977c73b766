import type { Material } from './material.ts';

export const german: Material = {
  lang: 'de',
  site: 'Grüner Hof',
  title: 'Wie ein Dorf seine Restmülltonne halbierte',
  author: 'Katrin Vogel',
  byline: 'Von Katrin Vogel am 4. Februar 2024',
  date: '2024-02-04',
  nav: ['Startseite', 'Nachrichten', 'Hintergrund', 'Videos', 'Forum', 'Über uns'],
  heads: ['Der Streit um die Gebühr', 'Was aus dem Bioabfall wird', 'Woran es noch hakt'],
  paragraphs: [
    'Als der Gemeinderat beschloss, den Restmüll nach Gewicht abzurechnen, war die Turnhalle bei der Bürgerversammlung so voll wie sonst nur zum Fasching. Die einen fürchteten hohe Rechnungen, die anderen Müll im Wald.',
    'Beides trat nicht ein. Wer trennt, zahlt heute weniger als vor der Umstellung, und im Wald liegt nach Auskunft des Försters nicht mehr als früher. Dafür stehen am Wertstoffhof samstags die Leute Schlange.',
    'Nach den Zahlen des Landratsamts sank die Menge je Einwohner von 160 auf 78 Kilogramm im Jahr. Zugenommen haben vor allem Papier, Glas und Bioabfall, und zwar in jedem einzelnen Ortsteil.',
    'Der Bioabfall wird in einer Anlage am Ortsrand vergoren. Das Gas heizt die Schule und das Hallenbad, den Gärrest holen die Bauern ab und sparen sich damit einen Teil des gekauften Düngers.',
    'Schwierig bleibt es bei Windeln, Katzenstreu und allem, was aus mehreren Stoffen verklebt ist. Familien mit kleinen Kindern bekommen deshalb einen Zuschuss, über dessen Höhe jedes Jahr neu gestritten wird.',
    'Inzwischen kommen Besuchergruppen aus anderen Landkreisen. Der Bürgermeister erzählt ihnen gern von der vollen Turnhalle und davon, dass die lautesten Gegner von damals heute die Führungen machen.',
  ],
  items: [
    'Altglas nach Farben getrennt einwerfen',
    'Kassenzettel gehören in den Restmüll',
    'Batterien zum Händler zurückbringen',
    'Gelbe Säcke erst am Abend hinausstellen',
  ],
  replies: [
    'Bei uns wurde das Wiegen nach zwei Jahren wieder abgeschafft, weil die Technik an den Wagen ständig ausfiel. Wie habt ihr das gelöst, und wer trägt bei einem Ausfall die Kosten?',
    'Fällt die Waage aus, wird der Durchschnitt der letzten vier Leerungen angesetzt. Das steht so in der Satzung und hat bisher nie zu einem Widerspruch geführt, jedenfalls ist mir keiner bekannt.',
    'Danke, das klingt vernünftig. Ich werde den Absatz in unserer nächsten Sitzung vorlesen, vielleicht lässt sich der Beschluss ja doch noch einmal drehen, bevor die Verträge auslaufen.',
  ],
  related: ['Das Reparaturcafé im alten Bahnhof', 'Pfand auf alles?', 'Was in die Biotonne darf', 'Secondhand auf dem Land'],
  relatedHead: 'Das könnte Sie auch interessieren',
  share: 'Artikel teilen',
  footer: ['Impressum', 'Datenschutz', 'Mediadaten', 'Alle Rechte vorbehalten'],
};
