import { expect, test } from 'vitest';
import { introducedIn } from '../../../src/extract/stated/name-in.ts';

test.each([
  ['Rédigé par Claire Morel le 8 mars 2024', 'Claire Morel'],
  ['Propos recueillis par Claire Morel', 'Claire Morel'],
  ['Auteure : Claire Morel', 'Claire Morel'],
  ['Texte : Claire Morel', 'Claire Morel'],
  ['Escrito por Lucía Fernández el 8 de marzo de 2024', 'Lucía Fernández'],
  ['Scritto da Giulia Bianchi venerdì 8 marzo 2024', 'Giulia Bianchi'],
  ['Scris de Ana Popescu', 'Ana Popescu'],
  ['A cura di Giulia Bianchi', 'Giulia Bianchi'],
  ['Geschrieben von Katrin Vogel am 8. März 2024', 'Katrin Vogel'],
  ['Geschreven door Jan de Vries op 8 maart 2024', 'Jan de Vries'],
  ['Napisane przez Agnieszka Nowak', 'Agnieszka Nowak'],
  ['Szerző: Kovács Anna', 'Kovács Anna'],
  ['Teksti: Anna Virtanen', 'Anna Virtanen'],
  ['Oleh: Budi Santoso', 'Budi Santoso'],
  ['Elif Yıldız tarafından', 'Elif Yıldız'],
  ['सुनीता शर्मा द्वारा ८ मार्च २०२४', 'सुनीता शर्मा'],
  ['Автор статьи: Анна Лебедева', 'Анна Лебедева'],
  ['Авторка: Оксана Мельник', 'Оксана Мельник'],
  ['Γράφει η Ελένη Παππά', 'Ελένη Παππά'],
  ['به قلم مریم کاظمی', 'مریم کاظمی'],
  ['خبرنگار: مریم کاظمی', 'مریم کاظمی'],
  ['إعداد: سلمى حداد', 'سلمى حداد'],
  ['撰稿人：周晓岚', '周晓岚'],
  ['取材・文／佐藤美咲', '佐藤美咲'],
  ['執筆者：佐藤美咲', '佐藤美咲'],
  ['（本报记者 周晓岚）', '周晓岚'],
  ['Submitted by ada.l on Mon, 05/06/2024 - 10:00', 'ada.l'],
  ['By Ada Lovelace and staff', 'Ada Lovelace and staff'],
  ['By Cristina dalla Costa', 'Cristina dalla Costa'],
  ["Di Giulia Bianchi e Marco dell'Orto", "Giulia Bianchi e Marco dell'Orto"],
  ['Oleh Siti binti Ahmad', 'Siti binti Ahmad'],
  ['Par Moussa ould Ahmed', 'Moussa ould Ahmed'],
  ['Napisane przez Agnieszka Nowak oraz Jan Kowal', 'Agnieszka Nowak oraz Jan Kowal'],
  ['Par Claire Morel avec agences', 'Claire Morel avec agences'],
  ['By Ada Lovelace and the editorial team', 'Ada Lovelace and the editorial team'],
  ['By Ada Lovelace, special to the Post', 'Ada Lovelace'],
  ['By Ada Lovelace, as told to Mary Somerville', 'Ada Lovelace'],
  ['By Ada Lovelace with photographs by Mary Somerville', 'Ada Lovelace'],
  ['Author Ada Lovelace', 'Ada Lovelace'],
  ['By Ada Lovelace, Max Born and Emmy Noether', 'Ada Lovelace, Max Born and Emmy Noether'],
  ['By Ada Lovelace, professor at Cambridge', 'Ada Lovelace'],
  ['By Ada, lecturer in mathematics', 'Ada'],
  ['By Ada Lovelace, London', 'Ada Lovelace'],
  ['Von Anna Vogel und Jan Kern, Frankfurt', 'Anna Vogel und Jan Kern'],
  ['Par Claire Morel, à Paris', 'Claire Morel'],
  ['מאת: רות לביא, ירושלים', 'רות לביא'],
  ['Von Anna Vogel, dpa', 'Anna Vogel'],
  ['Von Anna Vogel, NDR', 'Anna Vogel'],
  ['By सुनीता शर्मा Publish Date: Fri, 08 Mar 2024 06:04 PM', 'सुनीता शर्मा'],
  ['تمت الكتابة بواسطة: سلمى حداد', 'سلمى حداد'],
  ['By Ada Lovelace, Max Born', 'Ada Lovelace, Max Born'],
  ['By Ada, Max', 'Ada, Max'],
  ['By Ada Lovelace, Jr.', 'Ada Lovelace, Jr.'],
  ['By Ada Lovelace, MD', 'Ada Lovelace, MD'],
  ['By Ada Lovelace, Esq', 'Ada Lovelace, Esq'],
  ['文・佐藤美咲', '佐藤美咲'],
  ['取材・文＝佐藤美咲', '佐藤美咲'],
  ['文：佐藤美咲（暮らし編集部）', '佐藤美咲'],
  ['글=김하늘', '김하늘'],
  ['كتبت: سلمى حداد', 'سلمى حداد'],
  ['بواسطة سلمى حداد', 'سلمى حداد'],
  ['Haber: Elif Şahin', 'Elif Şahin'],
])('after the word for a writer: %s', (line, name) => {
  expect(introducedIn(line)).toBe(name);
});

test.each([
  ['Par Claire Morel Publié le 8 mars 2024', 'Claire Morel'],
  ['Autore: Giulia Bianchi Aggiornato il 11 marzo 2024', 'Giulia Bianchi'],
  ['作者 陳怡君 發表於 2024 年 3 月 8 日', '陳怡君'],
  ['كتب: سلمى حداد الجمعة، 8 مارس 2024', 'سلمى حداد'],
  ['نویسنده: مریم کاظمی ۱۸ اسفند ۱۴۰۲', 'مریم کاظمی'],
  ['Tác giả: Nguyễn Thị Hạnh Thứ sáu, 8/3/2024', 'Nguyễn Thị Hạnh'],
  ['Tác giả: Nguyễn Văn Năm', 'Nguyễn Văn Năm'],
  ['By Ada Lovelace Fri, 08 Mar 2024', 'Ada Lovelace'],
  ['By Li Sun', 'Li Sun'],
  ['Por Plácido Domingo 8 de marzo de 2024', 'Plácido Domingo'],
  ['Von Anna Freitag 3. Mai 2024', 'Anna Freitag'],
  ['Von Anna am Freitag 3. Mai 2024', 'Anna'],
  ['بقلم دار نشر المدى', 'دار نشر المدى'],
])('up to the day beside it: %s', (line, name) => {
  expect(introducedIn(line)).toBe(name);
});

test.each([
  ['By Ada Lovelace, photographs by Mary Somerville', 'Ada Lovelace'],
  ['By Ada Lovelace | Photos by Mary Somerville', 'Ada Lovelace'],
  ['Par Claire Morel, photos Anne Petit', 'Claire Morel'],
  ['Texto: Lucía Fernández. Fotos: Ana Ruiz', 'Lucía Fernández'],
  ['Text: Katrin Vogel Foto: Anna Kurz', 'Katrin Vogel'],
  ['Text und Fotos: Katrin Vogel', 'Katrin Vogel'],
  ['Story and photos by Ada Lovelace', 'Ada Lovelace'],
  ['Von Katrin Vogel (Text) und Anna Kurz (Fotos)', 'Katrin Vogel'],
  ['文/周晓岚 图/王芳', '周晓岚'],
  ['文｜周晓岚 编辑｜王芳', '周晓岚'],
  ['文：佐藤美咲／写真：山田花子', '佐藤美咲'],
  ['Posted by Ada Lovelace in News', 'Ada Lovelace'],
  ['By Human in the Loop', 'Human in the Loop'],
])('without whose pictures, and where: %s', (line, name) => {
  expect(introducedIn(line)).toBe(name);
});

test.each([
  ['May 6, 2024 by Ada Lovelace', 'Ada Lovelace'],
  ['Published on Monday, May 6, 2024 | By Ada Lovelace | 5 min read', 'Ada Lovelace'],
  ['6. Mai 2024 um 10:30 Uhr von Katrin Vogel', 'Katrin Vogel'],
  ['2024-05-06 by ada', 'ada'],
  ['May 2024 by the numbers', null],
  ['2024 by Design', null],
  ['1. May 2. June of last year by Ada Lovelace', null],
])('after a day: %s', (line, name) => {
  expect(introducedIn(line)).toBe(name);
});

test.each([
  'Text: Größer Kleiner',
  'Haber / Spor',
  'Haber: Deprem',
  'Texte : PDF',
  'Bài: Phép cộng',
  'เรื่อง: แม่น้ำ',
  'إعداد / طبخ',
  'Escrito de Acusación',
  'Da Milano a Roma in un giorno',
  'إعداد التقرير السنوي للبلدية',
  'خبرنگار گروه جامعه نوشت',
  'By Friday, all bins are full',
  'Di Maio vince le elezioni',
  'Von Montag bis Freitag',
  'Author Guidelines',
  'Submitted by hand or by mail',
  'Bu karar belediye meclisi tarafından oy birliğiyle alındı',
])('what begins like it is no name: %s', (line) => {
  expect(introducedIn(line)).toBeNull();
});
