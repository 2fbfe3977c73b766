import { furnitureText, layOut } from '../layout.ts';
import { html, type Site } from '../page.ts';
import { robotsTxt, SiteMaker, truthOf } from '../site-maker.ts';

const NAME = '技术文章大全';

const articles = [
  {
    slug: '20631',
    title: '用卷积网络识别四类生活垃圾',
    paragraphs: [
      '小区的投放点装上摄像头以后，第一件事是给图片打标签。我们请三位志愿者各标一遍，意见不一致的照片单独放进一个文件夹，每周开会讨论一次，这批照片后来成了最有价值的测试集。',
      '模型本身并不复杂，一个在通用图片上预训练过的小网络，换掉最后一层就能达到九成的准确率。真正困难的是袋子：隔着一层半透明的塑料，厨余和其他垃圾看上去几乎一样。',
      '我们的办法是在投放口加一盏侧光灯，让袋子里的轮廓投在背板上。只多了一盏灯，错误率就降了三分之一，比换一个更大的网络划算得多。',
      '最后提醒一句，摄像头对着的是垃圾，不是人。画面在设备上裁剪之后才上传，居民的脸从来没有离开过那只铁盒子。',
    ],
  },
  {
    slug: '20644',
    title: '智能垃圾桶的低功耗通信方案',
    paragraphs: [
      '一只垃圾桶每天只需要说几句话：满了多少，温度是多少，盖子有没有关好。为了这几句话接一根电线并不值得，所以我们从第一天起就按两节五号电池来设计。',
      '模块平时睡眠，每小时醒来一次，测距、组包、发送，总共不到两秒。实测下来最费电的不是发射，而是等待应答，于是我们把应答改成每天一次，其余的只管发送。',
      '信号在地下车库里衰减得很厉害，把网关装到消防栓旁边的墙上，比提高发射功率更有效。两个冬天过去，换过电池的只有七只，其中五只是因为进了水。',
    ],
  },
] as const;

const PROMOTION = [
  '免费领取：关注公众号回复“资料”，即可领取价值998元的人工智能学习路线图和二百集视频教程，名额有限，先到先得！',
  '扫描下方二维码，添加小助手微信，备注“进群”，和三千名同学一起打卡学习，还有大厂内推机会等着你。',
  '学习资料清单：一、Python从入门到精通；二、深度学习面试题三百道；三、计算机视觉实战项目源码；四、论文写作模板大礼包。',
];

/** Pages of an aggregator: breadcrumb, article, promotion, and teasers whose entities were escaped twice. */
export function jishu(): Site {
  const site = new SiteMaker('jishu.test');
  for (const article of articles) {
    const truth = truthOf({ ...article, language: 'zh' });
    const absent = [...furnitureText('zh'), '当前位置', '免费领取', '扫描下方二维码', '学习资料清单', '相关文章', '&#xff0c;'];
    site.serve(`/news/${article.slug}.html`, html(page(article)), {
      ...truth,
      absent,
      because: 'an article between promotions',
      hard: true,
    });
  }
  const links = articles.map(({ slug, title }) => `<li><a href="/news/${slug}.html">${title}</a></li>`).join('');
  const front = layOut({ site: NAME, article: { slug: '', language: 'zh', title: NAME, paragraphs: [] }, body: `<ul>${links}</ul>` });
  site.serve('/', html(front), { outcome: 'unjudged', because: 'the front page' });
  site.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow: /search'));
  return site.done();
}

function page({ slug, title, paragraphs }: (typeof articles)[number]): string {
  const teasers = articles
    .filter((other) => other.slug !== slug)
    .map(
      (other) =>
        `<li><a href="/news/${other.slug}.html">${other.title}</a><p>${other.paragraphs[0].replaceAll('，', '&amp;#xff0c;').replaceAll('。', '&amp;#x3002;').slice(0, 160)}…</p></li>`,
    );
  return layOut({
    site: NAME,
    article: { slug, language: 'zh', title, paragraphs },
    body: `<div class="crumbs">当前位置: <a href="/">首页</a> &gt; <a href="/news/">news</a> &gt;正文</div>
<div class="article-content">
${paragraphs.map((each) => `<p>${each}</p>`).join('\n')}
<div class="promo">${PROMOTION.map((each) => `<p>${each}</p>`).join('\n')}<img src="/qr.png" alt="二维码"></div>
</div>
<div class="related"><h3>相关文章</h3><ul>${teasers.join('\n')}</ul></div>`,
  });
}
