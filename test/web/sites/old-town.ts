import { encodeText } from '../encode.ts';
import { layOut, paragraphsOf } from '../layout.ts';
import type { Article } from '../compose.ts';
import { html, type Reply, type Site } from '../page.ts';
import { indexPage, SiteMaker, truthOf } from '../site-maker.ts';

const NAME = 'Old Town Server';

const japanese: Article = {
  slug: 'gomi',
  language: 'ja',
  title: 'ごみの分け方と出し方',
  paragraphs: [
    '燃えるごみは週に二回、火曜日と金曜日の朝八時までに決められた場所に出してください。前の日の夜に出すと、からすや猫に荒らされることがあります。',
    '生ごみは水をよく切ってから、新聞紙に包んで袋に入れます。水を切るだけで重さが二割ほど減り、においも少なくなります。',
    'びんと缶は中を軽くすすぎ、ふたを外して別々のかごに入れてください。割れたびんは紙に包み、外に「きけん」と書いてから燃えないごみに出します。',
    '大きな家具や布団は粗大ごみです。電話で申し込み、収集券を貼って、約束の日に玄関の前に出しておきます。',
    '古新聞と段ボールは月に一度、町内会の子どもたちが集めに来ます。ひもで十字にしばり、雨の日は翌週に回してください。売り上げは夏祭りの花火になります。',
    '電池と蛍光灯は、市役所の入口にある回収箱へ持ってきてください。水銀を使った体温計は、割れないように元の箱に入れて窓口の係に手渡してください。',
    '引っ越しのときは一度に多くのごみが出ます。二週間前までに相談すれば、分け方の一覧表をもらえますし、手伝いの人を頼むこともできます。',
    'まちがえた袋には黄色い札が付きます。怒られているのではありません。札の裏に正しい出し方が書いてあるので、もう一度分けて次の日に出してください。',
  ],
};

const german: Article = {
  slug: 'muell',
  language: 'de',
  title: 'Mülltrennung für Zugezogene',
  paragraphs: [
    'Wer neu in die Straße zieht, steht zuerst vor fünf Tonnen und einem Zettel, den der Regen unleserlich gemacht hat. Die graue Tonne ist für den Rest, die braune für alles, was einmal gewachsen ist, und die gelbe für leere Verpackungen.',
    'Papier gehört trocken und gefaltet in die blaue Tonne. Küchentücher und beschichtete Fotos gehören nicht hinein, auch wenn sie wie Papier aussehen – ihre Fasern sind zu kurz oder zu klebrig.',
    'Für Flaschen gibt es zwei Wege: Mit Pfand gehen sie zurück ins Geschäft, ohne Pfand in den Container an der Ecke. Werktags zwischen 8 und 20 Uhr, denn Glas ist laut und die Nachbarn schlafen gern.',
    'Sperrmüll wird zweimal im Jahr abgeholt und kostet nichts; für eine Abholung außer der Reihe verlangt die Stadt 30 €.',
  ],
};

const traditional: Article = {
  slug: 'huishou',
  language: 'zh',
  title: '資源回收三步驟',
  paragraphs: [
    '資源回收車每週三和週六晚上七點經過巷口，聽見音樂再下樓就來得及。紙類、瓶罐和廚餘分開提著，隨車人員會告訴你放進哪一格。',
    '第一步是清空，第二步是沖一沖，第三步是壓扁。三個步驟加起來不到一分鐘，卻能讓後面的人少花十分鐘。',
    '燈管和電池請不要放進一般垃圾，便利商店的櫃檯就有回收筒。累積半公斤還可以換一張折價券，孩子們為此特別積極。',
    '廚餘分成生的和熟的兩桶：果皮菜葉拿去堆肥，飯菜湯渣蒸煮以後餵豬。骨頭和貝殼兩邊都不收，請包好放進一般垃圾。',
    '紙容器最容易放錯。便當盒和手搖飲料杯的內層有一層薄膜，不能和報紙放在一起，要疊好另外交給紙容器那一格。',
    '搬家之前可以打電話給清潔隊約時間收大型家具。師傅只收堆在一樓路邊的東西，衣櫃請先把門板拆下來，玻璃用膠帶貼成米字形。',
    '去年整條巷子少了三成垃圾，里長把省下來的經費換成兩張長椅。現在等車的人坐著聊天，音樂響起來的時候常常捨不得站起來。',
    '還有疑問的話，隨車人員的口袋裡都有一本小冊子。指一指手上的東西，他會翻到那一頁給你看，連看不懂字的長輩也能明白。',
    '巷尾的早餐店把蛋殼洗淨曬乾，裝在玻璃罐裡送給種花的鄰居。老闆娘說，以前這些都進了垃圾桶，現在每天早上還能換到幾句稱讚。',
    '颱風天停收一次，前一天傍晚里辦公室會廣播。請把垃圾留在屋裡，放在門外的袋子被風吹走以後，最後總是堵在水溝口。',
  ],
};

const simplified: Article = {
  slug: 'jiuwu',
  language: 'zh',
  title: '旧物交换日',
  paragraphs: [
    '每个月的第一个星期六，老城的旧物交换日在鼓楼下面开始。带来一件还能用的东西，就可以换走另一件，不收钱，也不问来历。',
    '最受欢迎的是童车和图书，最难送出去的是显像管电视机。志愿者会先检查插头和电线，漏电的当场拆下来交给回收商。',
    '收摊以后剩下的东西由街道统一清运，能拆的拆，能修的修。去年一共少扔了十一吨，相当于四辆清运车的重量。',
    '交换日的规矩写在一块小黑板上：不带病菌，不缺零件，不藏私货。床垫、头盔和儿童安全座椅不收，因为用过多少年、摔没摔过，谁也说不清楚。',
    '会修东西的老人坐在最里面的长桌旁，一张桌子修电器，一张桌子补衣服。修一只台灯平均要二十分钟，等的人可以喝一碗绿豆汤。',
    '孩子们最喜欢看拆收音机。老师傅把零件一样一样摆在白布上，讲哪一块是铜，哪一块是铁，最后让他们自己把壳子投进对的桶里。',
    '想来摆摊的居民提前三天到社区登记，每户一张小桌，不许占道。下雨天改到文化馆的走廊里，照样开到中午十二点。',
    '今年新添了一个角落，专门交换花盆和种子。阳台上多出来的薄荷、吊兰和小番茄苗，剪一枝插进酸奶杯里，谁喜欢谁拿走，明年再把种子带回来。',
    '有人问为什么不干脆卖掉。办活动的人说，一说到钱就要讨价还价，一讨价还价，就没有人坐下来喝绿豆汤了。',
  ],
};

const drip: Article = {
  slug: 'drip',
  language: 'en',
  title: 'A page that takes its time',
  paragraphs: [
    'This page comes in small pieces because the server that sends it shares a line with the weighbridge. Patience is rewarded with a short history of the bin itself, which is younger than most people think.',
    'In 1884 the prefect of Paris ordered every landlord to set out three boxes: one for what rots, one for paper and rags, and one for glass, crockery and oyster shells. The boxes were soon called by his name, and the rag pickers, who lost their night work, cursed it.',
    'Three boxes turned out to be two too many for the landlords, and sorting fell asleep for almost a century. It woke up again when landfills grew full and metal grew dear.',
  ],
};

const deep: Article = {
  ...drip,
  slug: 'deep',
  title: 'A page of many boxes',
  paragraphs: ['At the bottom of three thousand boxes lies one sentence, and it says nothing of interest.'],
};

const HUGE_BYTES = 12 * 2 ** 20;

/** Old encodings, and servers that misbehave. robots.txt is empty, which allows all. */
export function oldTown(): Site {
  const site = new SiteMaker('old-town.test', 'none');
  const page = (article: Article, charset: string | null): string => layOut({ site: NAME, article, charset });
  const plain: Reply['headers'] = [['Content-Type', 'text/html']];
  const odd = (article: Article, because: string, reply: Reply): void =>
    site.serve(`/${article.slug}.html`, reply, { ...truthOf(article), because });
  odd(japanese, 'Shift_JIS, named in a meta element only', {
    status: 200,
    headers: plain,
    body: encodeText(page(japanese, 'Shift_JIS'), 'shift_jis'),
  });
  odd(german, 'windows-1252 that calls itself ISO-8859-1', {
    status: 200,
    headers: plain,
    body: encodeText(page(german, 'iso-8859-1'), 'windows-1252'),
  });
  odd(simplified, 'GB18030 that calls itself gb2312, in a meta element only', {
    status: 200,
    headers: plain,
    body: encodeText(page(simplified, 'gb2312'), 'gb18030'),
  });
  odd(traditional, 'UTF-16 with a byte order mark', {
    status: 200,
    headers: plain,
    body: Buffer.from(`\ufeff${page(traditional, null)}`, 'utf16le'),
  });
  odd(drip, 'an article that comes slowly', { ...html(page(drip, 'utf-8')), manner: 'drip' });
  const nested = `${'<div>'.repeat(3000)}${paragraphsOf(deep)}${'</div>'.repeat(3000)}`;
  site.serve('/deep.html', html(layOut({ site: NAME, article: deep, body: nested })), {
    outcome: 'unjudged',
    because: '3,000 elements inside one another, and nothing worth keeping in them',
  });
  site.serve(
    '/cut.html',
    { ...html(page(drip, 'utf-8')), manner: 'cut' },
    { outcome: 'failed', because: 'the connection breaks within the body, every time' },
  );
  site.serve(
    '/huge.html',
    () => ({ status: 200, headers: plain, body: Buffer.alloc(HUGE_BYTES, '<p>The same sentence again and again and again.</p>\n') }),
    { outcome: 'failed', because: `${HUGE_BYTES} bytes are more than a page may have` },
  );
  const links = [japanese, german, simplified, traditional, drip].map(({ slug, title }) => [`/${slug}.html`, title] as const);
  const all = [...links, ['/deep.html', 'Boxes'], ['/cut.html', 'Cut short'], ['/huge.html', 'All minutes since 1950']] as const;
  site.article('/', indexPage(NAME, 'en', NAME, all), { outcome: 'unjudged', because: 'the front page' });
  site.serve('/robots.txt', { status: 200, headers: [['Content-Type', 'text/plain']], body: Buffer.alloc(0) });
  return site.done();
}
