import type { Item, Material } from './material.ts';

const items: readonly Item[] = [
  {
    slug: 'glass-jars',
    name: 'glass jars and bottles',
    kind: 'recyclable',
    sort: 'Jars and bottles belong in the bottle bank, separated into clear, green and brown where the containers ask for it. Blue glass goes in with the green, because green melts tolerate the odd colour best.',
    prepare:
      'Empty the jar and give it a quick rinse with leftover washing-up water; it does not have to sparkle. Take off metal lids and put them with the cans, but leave paper labels on, since they burn off in the furnace.',
    mistake:
      'Drinking glasses, oven dishes and window panes are not container glass. They melt at a higher temperature and leave stones in new bottles, so a single casserole lid can spoil a whole load.',
    after:
      'Crushed bottles become cullet, and every tenth of cullet in the furnace saves about three per cent of the energy. A jar returned in March can stand on a supermarket shelf again in May.',
  },
  {
    slug: 'cardboard-boxes',
    name: 'cardboard boxes',
    kind: 'recyclable',
    sort: 'Corrugated cardboard goes into the paper bin or to the paper collection. Its long fibres are the best part of the whole paper stream, which is why mills pay for it even in bad years.',
    prepare:
      'Flatten every box before it goes out, and pull off the worst of the parcel tape. Three flat boxes take less room than one that is still standing, and the lorry is paid by the trip.',
    mistake:
      'A pizza box with a greasy floor is the classic error: fat cannot be washed out of fibre. Tear off the clean lid for the paper bin and give the greasy half to the residual waste.',
    after:
      'At the mill the boxes are stirred with warm water until they fall apart, screened, and pressed into new board. Fibre survives about seven rounds before it becomes too short to hold together.',
  },
  {
    slug: 'milk-cartons',
    name: 'milk and juice cartons',
    kind: 'recyclable',
    sort: 'Drinks cartons look like paper but are laminated with plastic and often aluminium. Put them in the packaging bin, not with the newspapers, unless your town runs a carton collection of its own.',
    prepare:
      'Squeeze out the last drops, push the screw cap back on and fold the carton flat. Opened-out cartons nest inside one another and stop smelling after a day.',
    mistake:
      'People stuff small tubs and straws into an empty carton to save space. The sorting machine then sees one odd object of unknown material and blows it into the reject pile.',
    after:
      'Pulpers separate the fibre in twenty minutes and leave a mixed foil of plastic and aluminium behind. The fibre turns into kitchen roll; the foil is pressed into roof tiles and pallets.',
  },
  {
    slug: 'tin-cans',
    name: 'food tins and drink cans',
    kind: 'recyclable',
    sort: 'Steel tins and aluminium cans go into the packaging bin together, since magnets and eddy currents tell them apart later. Where there is a deposit on drink cans, take them back to the shop instead.',
    prepare:
      'Scrape the tin out and drop the loose lid inside. Do not crush drink cans that carry a deposit, because the machine has to read the bar code.',
    mistake:
      'Spray cans with gas still in them have burned down sorting halls. Only completely empty ones are packaging; half-full ones belong to the hazardous collection.',
    after:
      'Steel from a soup tin may return as a bicycle frame, and it can be melted again without losing strength. Recycling an aluminium can takes a twentieth of the power that making new metal would take.',
  },
  {
    slug: 'plastic-bottles',
    name: 'plastic bottles',
    kind: 'recyclable',
    sort: 'Bottles for drinks, shampoo and cleaning agents are worth collecting, and go into the packaging bin or back for the deposit. Number one and number two in the little triangle are the easiest to use again.',
    prepare:
      'Empty the bottle, screw the cap on again and squeeze the air out first. Caps that are left loose fall through the screens, while caps on bottles are separated by floating them in water.',
    mistake:
      'Bottles that held motor oil or weed killer are not packaging like the others. Residues get into the wash water of the plant, so these go to the collection point for problem waste.',
    after:
      'Clear drink bottles are shredded, washed at eighty degrees and spun into fleece or blown into bottles again. Coloured ones end as drain pipes and flower pots.',
  },
  {
    slug: 'newspapers',
    name: 'newspapers and magazines',
    kind: 'recyclable',
    sort: 'Newspapers, magazines, envelopes and office paper share the paper bin. Windows in envelopes and staples may stay where they are, for the mill screens them out.',
    prepare:
      'Keep paper dry: a wet bundle moulds within days and is refused. Tie loose sheets with string, or put them in a paper bag rather than a plastic one.',
    mistake:
      'Till receipts on shiny thermal paper contain developer chemicals that stay in recycled fibre. They look harmless, yet they belong to the residual waste, as do photographs and wallpaper.',
    after:
      'Ink is floated off with air bubbles and soap, which leaves a grey foam on top and clean pulp below. Most of that pulp is tomorrow’s newspaper.',
  },
  {
    slug: 'vegetable-scraps',
    name: 'vegetable and fruit scraps',
    kind: 'food',
    sort: 'Peelings, cores, wilted salad and windfall apples go into the organic bin or onto the compost. They are mostly water, and burning them with other waste wastes both heat and fertiliser.',
    prepare: 'Let the scraps drain in a sieve and wrap them in a sheet of newspaper. A dry bin neither smells nor freezes shut in winter.',
    mistake:
      'Bags sold as compostable often need twelve weeks while the plant has four. They come out as shreds, and the operators have to sieve them away like any other film.',
    after:
      'A digester turns a bucket of peelings into enough gas for two hours of light. What remains is matured for ten weeks and spread on fields in spring.',
  },
  {
    slug: 'coffee-grounds',
    name: 'coffee grounds and tea leaves',
    kind: 'food',
    sort: 'Grounds and leaves are food waste, together with the paper filter. Tea bags may go in as well if they are made of paper, which you can tell by tearing one.',
    prepare:
      'Leave the filter on the edge of the sink overnight so that it drips dry. Sprinkled thinly around roses, grounds keep slugs away better than most powders.',
    mistake:
      'Coffee capsules are not coffee grounds. Aluminium ones have a collection of their own, and plastic ones are residual waste unless the maker takes them back.',
    after:
      'Grounds are rich in nitrogen and wake up a sleepy compost heap. Some towns collect them from cafés and grow oyster mushrooms on them before composting the rest.',
  },
  {
    slug: 'cooked-leftovers',
    name: 'cooked leftovers and bones',
    kind: 'food',
    sort: 'Cooked food, bread and small bones go into the organic bin where the town has a digester. On a garden compost they only feed the rats.',
    prepare:
      'Pour off sauces and soup first and wrap what is left in paper. Freeze fish bones until the morning of the collection if the summer is hot.',
    mistake:
      'Flushing leftovers down the toilet seems tidy, yet fat sets in the pipes and the bill for the drain is yours. Large beef bones break the shredders and belong to the residual waste.',
    after:
      'Kitchen waste is heated to seventy degrees for an hour so that nothing harmful survives. Its gas is cleaned and fed into the same network that feeds your cooker.',
  },
  {
    slug: 'batteries',
    name: 'batteries and accumulators',
    kind: 'hazardous',
    sort: 'No battery belongs in any household bin, however small. Every shop that sells them must take them back, so the box by the till is the right place for the cell of a remote control.',
    prepare:
      'Tape over the poles of lithium cells and of nine-volt blocks. Take accumulators out of toys and toothbrushes where a screw allows it.',
    mistake:
      'Swollen phone batteries are thrown into the residual bin out of fear, which is exactly how bin lorries catch fire. Put them in sand and carry them to the recycling centre on the same day.',
    after:
      'Sorted by chemistry, alkaline cells give back zinc and manganese, and lithium packs give back cobalt and nickel. One tonne of old phones holds more gold than many tonnes of ore.',
  },
  {
    slug: 'energy-saving-lamps',
    name: 'energy-saving lamps and tubes',
    kind: 'hazardous',
    sort: 'Compact fluorescent lamps and tubes contain a trace of mercury and go to the lamp box in a hardware shop or to the recycling centre. Filament bulbs and halogen lamps do not; they are residual waste.',
    prepare:
      'Carry them in the carton of the new lamp so that they arrive in one piece. If one breaks, open the window for fifteen minutes and pick up the splinters with damp paper, never with the vacuum cleaner.',
    mistake:
      'Because they are made of glass, lamps turn up in bottle banks every week. The mercury is the lesser trouble there: the metal sockets ruin the melt.',
    after:
      'In a closed machine the ends are cut off and the powder is blown out, so that mercury can be distilled. Nine tenths of a tube are glass and metal that go back to the lamp maker.',
  },
  {
    slug: 'paint-and-solvent',
    name: 'paint, varnish and solvent',
    kind: 'hazardous',
    sort: 'Liquid paint, thinner, glue and wood preservative are problem waste and are taken by the mobile collection twice a year. Dried-out wall paint on water basis may go to the residual waste, lid off.',
    prepare:
      'Leave everything in its original tin with the label readable, and never pour two remains together. Stand leaking tins in a bucket with cat litter.',
    mistake:
      'Cleaning brushes over a street drain sends solvent straight into the nearest stream. Wipe brushes on newspaper first and wash them in the sink.',
    after:
      'Solvents are distilled and used again for cleaning machines, and the sludge is burned in a plant with three filter stages. Clean tins are pressed and melted as scrap.',
  },
  {
    slug: 'expired-medicine',
    name: 'expired medicine',
    kind: 'hazardous',
    sort: 'Pills, drops and ointments past their date go back to a pharmacy or to the collection for problem waste. Empty blisters and cartons are ordinary packaging and paper.',
    prepare:
      'Keep medicine in its blister and take the leaflet and the box out first. Black out your name on prescription labels before you hand them in.',
    mistake:
      'Antibiotics poured down the sink pass the treatment plant and are found in rivers afterwards. A locked box in the bathroom until the next trip to the pharmacy costs nothing.',
    after:
      'Returned medicine is burned at twelve hundred degrees under supervision. Nothing of it is ever sold again, whatever the rumour says.',
  },
  {
    slug: 'nappies',
    name: 'nappies and hygiene products',
    kind: 'residual',
    sort: 'Nappies, wipes, cotton pads and tissues are residual waste, even where the pack says that they break down. They are a mixture of fluff, gel and film that no plant takes apart at a fair price.',
    prepare:
      'Roll a nappy tightly and close it with its own tapes; that is enough without a bag of its own. Several towns give families with babies a larger bin at no charge, so ask.',
    mistake:
      'Wet wipes labelled flushable knot into ropes in the sewer and stop the pumps. Only three things go down a toilet, and none of them is sold in packets of eighty.',
    after:
      'Residual waste is burned, and its heat warms whole quarters through district heating. The ash is a quarter of the weight and is used under roads after the metal has been drawn out.',
  },
  {
    slug: 'broken-crockery',
    name: 'broken plates and mugs',
    kind: 'residual',
    sort: 'Porcelain and earthenware are residual waste in small amounts and building rubble in larger ones. They are fired clay, and no glassmaker can melt them.',
    prepare: 'Wrap shards in newspaper and write on it what is inside. The person who empties the bin has hands too.',
    mistake:
      'A chipped mug in the bottle bank is one of the costliest slips there is. Ceramic stones stay solid in the furnace, and bottles that carry one burst when they are filled.',
    after:
      'Crushed with bricks and tiles, crockery ends as the layer under a cycle path. It does nothing useful in an incinerator, where it only wears down the grate.',
  },
  {
    slug: 'vacuum-bags',
    name: 'vacuum cleaner bags and sweepings',
    kind: 'residual',
    sort: 'The bag of the vacuum cleaner, floor sweepings and cold ash go to the residual waste. Dust holds fibres of plastic and traces of metal, so it must not reach a compost heap.',
    prepare:
      'Let fireplace ash cool for two days in a metal bucket before it leaves the house. Tie the bag shut, because a lorry presses hard and dust is the first thing to escape.',
    mistake:
      'Hair and dust look natural and are therefore thrown on the compost. The lawn then receives what came off carpets, shoes and furniture polish.',
    after: 'Dust burns well and leaves next to nothing. What the filters of the plant hold back is stored in old salt mines.',
  },
];

/** English material: plain advice as a town or a good neighbour would give it. */
export const english: Material = {
  language: 'en',
  items,
  kinds: {
    recyclable: [
      'Recyclables pay for part of the collection, so a clean load keeps the yearly fee down for everybody.',
      'If an object is made of two materials that you can pull apart with your hands, pull them apart.',
      'Nothing in this bin needs to be washed with hot water; spoon-clean is clean enough.',
      'When a machine has a tenth of a second to recognise a thing, loose and empty always wins over stuffed and folded.',
    ],
    food: [
      'About a third of what an average household throws away could have gone into the organic bin.',
      'Plastic is the one enemy of good compost: a single bag is found again in a thousand crumbs.',
      'A lid with a filter and a shady place keep flies away even in July.',
      'Buying less is the better half of sorting, and a shopping list is the cheapest tool for it.',
    ],
    hazardous: [
      'Small amounts do the harm here, which is why this collection is free of charge for households.',
      'Keep such things out of reach of children until the day you hand them in.',
      'Staff at the counter would rather answer ten questions than open one unlabelled bottle.',
      'Never mix what you bring; what is safe in two jars can be dangerous in one.',
    ],
    residual: [
      'What is left after everything else has been taken out should fit into the smallest bin the town offers.',
      'In doubt, residual waste is the honest choice: a wrong guess spoils the good material.',
      'Repair comes first, giving away second, and only then the grey bin.',
      'A full grey bin is usually a sign that food is hiding in it.',
    ],
  },
  openings: [
    'Hardly a week goes by without somebody at our counter asking about {name}.',
    'Everybody has {name} at home, and nearly everybody has stood in front of the bins with them and wondered.',
    'Few things cause as many small arguments in a shared kitchen as {name}.',
    'We followed {name} from a kitchen on the third floor to the end of their journey.',
    'This page answers the questions that readers sent us about {name}.',
    'Sorting {name} properly takes ten seconds once you know how.',
    'The rules for {name} changed twice in ten years, and many leaflets still show the old ones.',
    'Ask three neighbours about {name} and you will hear four opinions.',
  ],
  household: [
    'Put the bins where the waste is made. Two small containers under the sink are used; a row of five in the cellar is admired and ignored.',
    'Write the collection days on the kitchen calendar in the colour of the bin, and children will remind you sooner than any app.',
    'In a house with many flats, one clear photograph above each container works better than a page of rules in eight languages.',
    'Visitors sort by looking at what lies on top, so a wrongly filled bin gets worse from day to day and a tidy one stays tidy.',
    'A folding crate by the front door collects what has to go to the centre, and the next trip to town takes it along.',
    'Keep one jar for small metal things such as corks, blades and tea-light cups; it fills within a year.',
    'Those who move house should order the bulky collection first and sort while packing, not afterwards.',
    'Landlords may ask for sorted bins but must offer the space for them; a friendly letter usually settles it.',
  ],
  weighings: [
    'Last spring we put {name} on the scales in {homes} homes for one week. Together they brought {kilos} kilos, of which {percent} per cent lay in the wrong bin, and most of that in the three houses without a picture on the wall.',
    'A class of pupils counted {name} for a month and found {kilos} kilos in {homes} households. Where the bins stood side by side, {percent} per cent were wrong; where they stood on two floors, it was twice as much.',
    'In a trial with {homes} homes, {percent} per cent of {name} went astray before the letterbox campaign and hardly any after it. The campaign cost less than what disposing of the {kilos} kilos had cost the year before.',
  ],
  letters: [
    'A reader asks what happens when {name} end up in the wrong bin. The crew hangs a yellow card on the handle; after the third card in a row the bin is charged as residual waste, and the whole house pays.',
    'A reader asks how somebody who can hardly walk is to deal with {name}. Volunteers come round every Wednesday morning, a call is enough, and they take the old newspapers along as well.',
    'A reader asks whether {name} may be thrown in after ten at night. The light at the containers stays on until eleven, but please set things down gently, for the people on the ground floor rise early.',
    'A reader asks who explains the rules about {name} to new tenants. The landlord has to do so when the lease is signed, and the caretaker keeps a booklet in six languages.',
  ],
  closings: [
    'If your town handles this differently, its own leaflet counts, for the plants behind the bins are not the same everywhere.',
    'Still unsure? Bring the thing along to the recycling centre; the staff there decide such cases every day.',
    'Tell us what we have missed, and we shall add it at the next revision.',
    'One household makes little difference, a street makes a lorry load, and a town makes a market.',
    'The rule of thumb stays the same: empty, dry, loose, and in the right place.',
    'Pass it on to whoever takes out the rubbish next.',
  ],
};
