import { anyOf } from './pattern.ts';

/** Things on a page that have a licence of their own, in the languages of `words/`. */
export const otherThing = anyOf(
  [
    'photos?|photographs?|photography|pictures?|images?|imagery|(?:fav)?icons?|logos?|illustrations?|graphics?|clip ?art|emojis?|avatars?|screenshots?',
    'fonts?|typefaces?|videos?|films?|movies?|music|audio|songs?|sounds?|recordings?|podcasts?|animations?|diagrams?|figures?|tables(?= (?:in|of|on|from|within) )|artworks?',
    'source code|code|source|snippets?|scripts?|software|programs?|plugins?|packages?|library|libraries|themes?|templates?|layout|(?:site|web) ?design|design(?: by| ?:)',
    '(?:powered|generated|hosted) by(?: [\\p{L}\\d.]+)?|(?:built|made) with(?: [\\p{L}\\d.]+)?|cover (?:art|image|photo)|banners?|slides|maps?|openstreetmap',
    '(?:wikimedia|wiki) commons|(?:via|on|from|auf|sur|en|su|[/:(-]) ?flickr|unsplash|pixabay|pexels|freepik|flaticon|font ?awesome|noun project|openclipart|freesound',
    '(?:cr[eé]dit[so]?|créditos|crediti|quellen?|fuentes?|fonti|fonte|bron|źródło|kilde|källa|источник|джерело|출처) ?:',
    '(?:summar(?:y|ies)|abstracts?|translations?|preprints?|excerpts?|originals?|(?:earlier|previous|prior|older|original|longer|shorter|translated|print) versions?)(?= of (?:this|these|the|our|all|an?) )|css|style ?sheets?|illustrated by|backgrounds?(?= by| image)|quotes?(?= by| from)|lyrics|geo(?:ip|lite)\\d*|third[ -]party (?:contents?|materials?)|data|datasets?|database|metadata|comments|contributions? to|your contributions?|submissions?',
    "\\p{L}*foto['’]?s?|fotografien?|\\p{L}*bild(?:er|ern|nachweise?|quellen?|rechte)?|abbildung(?:en)?|grafik(?:en)?|symbole|schrift(?:art)?(?:en)?|musik|quell(?:code|text)|programmcode",
    'daten|datens(?:atz|ätze)|datenbank|karten|kommentare?|vorlage',
    "photographies?|icônes?|polices? de caractères|vidéos?|musiques?|logiciels?|données|jeux? de données|cartes|commentaires?|thème|l['’]image",
    'fotografí?as?|imágenes|imagen|imagens|imagem|ilustraciones|ilustrações|iconos|ícones|música|código|datos|dados|mapas?|coment[aá]rios',
    'foto(?:grafie)?|immagin[ei]|illustrazioni|icone|video|musica|codice|dati|mappe|commenti',
    "foto['’]?s|afbeelding(?:en)?|plaatjes|iconen|video['’]?s|muziek|gegevens|broncode|reacties|lettertypen?",
    'zdjęci\\p{L}*|fotografi\\p{L}*|obraz\\p{L}*|ilustracj\\p{L}*|ikon\\p{L}*|muzyk\\p{L}*|dane|danych|kod(?:u|y)?|komentarz\\p{L}*|oprogramowani\\p{L}*',
    'фото\\p{L}*|изображени\\p{L}*|картин\\p{L}*|иллюстраци\\p{L}*|рисун\\p{L}*|иконк\\p{L}*|шрифт\\p{L}*|видео\\p{L}*|музык\\p{L}*|данные|данных',
    'код\\p{L}*|комментари\\p{L}*|программ\\p{L}*|світлин\\p{L}*|зображен\\p{L}*|дані|даних|коментар\\p{L}*|відео',
    '[ولب]{0,2}(?:ال)?(?:صور|صورة|فيديو|فيديوهات|بيانات|موسيقى|أيقونات|تعليقات|خطوط|برنامج|برمجيات)|عکس\\p{L}*|تصاویر|تصویر|ویدیو|داده\\p{L}*',
    'fotoğraf\\p{L}*|görsel\\p{L}*|resim\\p{L}*|videolar\\p{L}*|veri|veriler\\p{L}*|yazılım\\p{L}*|yorumlar\\p{L}*|simge\\p{L}*',
    'hình ảnh|ảnh|dữ liệu|mã nguồn|bình luận|âm nhạc|gambar|perangkat lunak|komentar|ikon|kode sumber',
    'bilderna|billed(?:er|erne)|bilde(?:ne|r)?|fotograf(?:ier|ierna)|kommentarer|källkod\\p{L}*|kildekode\\p{L}*|datasæt|kuva\\p{L}*|valokuva\\p{L}*',
    'fotky|obrázky|videa|képek|fényképek|imagini|imaginile|fotografii|φωτογραφί\\p{L}*|εικόν\\p{L}*|δεδομέν\\p{L}*|ה?תמונ\\p{L}*|ה?צילומים|ה?נתונים',
  ],
  '(?:来源|來源|出典|出所) ?:|图片|圖片|照片|图像|圖像|插图|插圖|图标|圖示|字体|字型|视频|影片|音乐|音樂|代码|代碼|程式碼|源码|原始碼|数据|數據|資料集|软件|軟體|主题|佈景|评论|評論|留言|' +
    '写真|画像|イラスト|アイコン|フォント|動画|音楽|コード|ソフトウェア|プログラム|データ|コメント|テーマ|地図|' +
    '사진|이미지|그림|삽화|아이콘|글꼴|폰트|동영상|영상|음악|코드|데이터|댓글|소프트웨어|테마|ภาพ(?:ถ่าย)?|วิดีโอ|ดนตรี|ไอคอน|चित्र|तस्वीर|फ़ोटो|फोटो|वीडियो|संगीत',
  'giu',
);

/** What a page's text is called. */
export const ownText = anyOf(
  [
    'contents?|texts?|articles?|pages?|site|website|web ?site|wiki|works?|posts?|documents?|documentation|docs|publications?|blogs?|books?|ebooks?|handbook',
    'manual|materials?|resources?|information|essays?|papers?|preprint|manuscript|thesis|journal|chapters?|lessons?|courses?|tutorials?|guides?|story|stories',
    'poems?|newsletter|syllabus|glossary|interviews?|transcripts?|faq|editorial|speech|briefing|fact ?sheet|toolkit|white ?paper|commentary|dissertation|textbook|press release',
    'entries|notes|recipes?|reports?|translations?|news|everything|user contributions|contributions',
    'werke?s?|inhalte?n?|texten?|artikel[ns]?|beitr(?:ag|äge|ägen|ages)|seiten?|webseiten?|internetseiten?|dokumente?|publikation|veröffentlichung|materialien',
    "(?:l[’'])?œuvres?|oeuvres?|contenus?|textes?|sites?|billets?|ouvrages?|cours",
    'obras?|contenidos?|textos?|artículos?|páginas?|sitio|entradas?|documentos?|publicación|materiales|trabalho|conteúdos?|artigos?|sítio|publicação',
    'oper[ae]|contenut[oi]|test[oi]|articol[oi]|pagin[ae]|sito|document[oi]|pubblicazion[ei]|materiali',
    "werken|inhoud|teksten?|artikelen|pagina['’]?s?|documenten?|publicatie",
    'utw[oó]r\\p{L}*|treś\\p{L}*|tekst\\p{L}*|artyku\\p{L}*|stron\\p{L}*|serwis\\p{L}*|materiał\\p{L}*|dokument\\p{L}*|prac[aey]',
    'материал\\p{L}*|контент\\p{L}*|содержи\\p{L}*|текст\\p{L}*|стать\\p{L}*|страниц\\p{L}*|сайт\\p{L}*|произведени\\p{L}*|работ\\p{L}*|публикаци\\p{L}*',
    'документ\\p{L}*|запис[иьяе]\\p{L}*|матеріал\\p{L}*|вміст\\p{L}*|стат(?:тя|ті|тю|ей)|сторінк\\p{L}*|тв[іо]р\\p{L}*|робот[аи]',
    '[ولب]{0,2}(?:ال)?(?:مصنف|عمل|محتوى|محتويات|نص|نصوص|مقال|مقالة|مقالات|صفحة|موقع|كتاب|مواد|وثيقة)|اثر|محتوا\\p{L}*|متن|نوشته\\p{L}*|مطالب|سایت|مقاله',
    'eser\\p{L}*|içeri[kğ]\\p{L}*|metin\\p{L}*|makale\\p{L}*|sayfa\\p{L}*|site\\p{L}*|yazı(?:lar)?\\p{L}*|tác phẩm|nội dung|bài viết|văn bản|trang|tài liệu',
    'ciptaan|karya|konten|isi|teks|artikel|halaman|situs|dokumen|tulisan',
    'verk(?:et)?|innehåll(?:et)?|text(?:er|en|erna)|artikeln|artiklar(?:na)?|sidan?|webbplats(?:en)?|værk(?:et)?|indhold(?:et)?|innhold(?:et)?|tekst(?:en|er)',
    'artikkel(?:en)?|artiklen|artikl(?:er|erne|ene)|siden?|nettsted(?:et)?|teos|sisält\\p{L}*|teksti\\p{L}*|artikkeli\\p{L}*|sivu\\p{L}*',
    'díl[oa]|dielo|obsah|texty|článk\\p{L}*|článek|strán\\p{L}*|web[ue]?|mű|tartal\\p{L}*|szöveg\\p{L}*|cikk\\p{L}*|oldal\\p{L}*',
    'continguts?|lucrare\\p{L}*|operă|pagin(?:ă|ile)|material(?:e|ele|ul)|conținut\\p{L}*|textul\\p{L}*|articol\\p{L}*|έργο|περιεχόμεν\\p{L}*|κείμεν\\p{L}*|άρθρ(?:ο|α)|σελίδ\\p{L}*|ιστότοπ\\p{L}*|ה?יצירה|ה?תוכן|ה?טקסט|ה?מאמר|ה?אתר',
  ],
  '作品|著作|文章|内容|內容|文字|文本|网站|網站|本站|网页|頁面|页面|博客|部落格|文档|文件|资料|資料|材料|条目|條目|教程|' +
    '本文|記事|コンテンツ|文書|サイト|ページ|テキスト|投稿|ブログ|저작물|작품|본문|문서|콘텐츠|컨텐츠|내용|기사|게시물|사이트|페이지|위키|자료|블로그|(?:이|본|모든|위) ?글|लेख|सामग्री|पाठ|वेबसाइट|บทความ|เนื้อหา|ข้อความ|เว็บไซต์',
  'giu',
);

/** What a site as a whole is called. */
export const wholeSite = anyOf(
  [
    'site|website|web ?site|wiki|blog|text is available|content is available|website|webseite|internetseite|sites?|sitio|sito|sítio|serwis\\p{L}*|сайт\\p{L}*',
    '(?:ال)?موقع|situs|sitede\\p{L}*|webbplats(?:en)?|nettsted(?:et)?|web[ue]|ιστότοπ\\p{L}*|ה?אתר',
  ],
  '网站|網站|本站|サイト|사이트|블로그|위키',
);
