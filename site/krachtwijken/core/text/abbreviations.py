"""Abbreviations after which a point does not, or need not, end a sentence. Lower case, without the last point."""

# Something always follows: a name, a number, the word they belong to. Their point never ends a sentence.
NEVER_LAST = frozenset(
    """a.h.v aanw afd afw alg approx art bijl bijv bl blz bvb c.q ca cf cq d.d d.m.v d.w.z dd dhr dr dra
    drs e.g evt excl fam fig geb gebr gem gen hfst hoofdst hr i.c i.c.m i.e i.g.v i.h.b i.h.k.v i.o.m
    i.p.v i.s.m i.v.m incl ing inl inr insp ir jhr jkvr jr k.k l.c m.b.t m.b.v m.i.v m.m.v m.n m.u.v max
    mej mevr mgr min mld mln mr mrs ms mw mwe n.a.v nl no nr nrs o.a o.b.v o.g.v o.i o.i.v o.m o.v.v ong
    p p.a pag par ph plm plv pnt prof red ref resp rev sec secr spec sr st str t.a.v t.b.v t.g.v t.h.v
    t.m t.n.v t.o.v t.w t.w.v tab tel temp toel v.a v.h.d.n verg verm vgl vgn viz vlg voorz vs vz vzr
    w.o wed weth zg zgn""".split()
)
# What may stand last in a sentence: then the next word begins with a capital.
MAY_BE_LAST = frozenset(
    """a.d.h.v a.i a.m a.s a.u.b aug b.d b.g.g b.v bc bv c.s cs ct d.v dec def dept e.a e.d e.e.a e.o e.v
    e.v.a enz etc eur ev excl feb febr g.b ged i.o id inc info j.l jan jl jul jun k.g kg km l.s ll lln
    ltd m.a.w m.g.b m.v.g mrt mvg n.a n.b n.v.t nov nvt o.i.d o.l.v oct okt p.d p.j p.m p.o p.p p.p.p.d
    p.p.p.j p.s p.u p.w pp ps pst rk s.v.p sep sept svp t.a.b t.k.a t.z.t tzt u.s v.chr v.m vlgs
    w.v.t.t.k w.z.z wk wkn z.i z.o.z z.s.m zgn zn zsm""".split()
)
# A count follows these; before a capital they stood last: "duurt max. 5 min. Daarna".
BEFORE_COUNTS = frozenset({"max", "min", "mld", "mln"})
# "in groep B. Daarna": after these words one capital is no initial.
NAMED_BY_LETTER = frozenset(
    """beeldkwaliteit bijlage blok categorie deel fase flat gebouw groep klas klasse kolom label lijn niveau
    optie perceel plan punt route scenario schaal sector serie type variant vitamine vlak zone""".split()
)
# "kwaliteit C. We hebben": a name does not go on with these. Not de, van, ter, ten, in, op: names do.
NO_SURNAMES = frozenset(
    """aan alle alles als bij daar daarna daarom dan dat deze die dit dus een elk er ga geen graag haar hen het
    hier hij hoe hun ieder iedereen ik ja je jij jullie kan kunnen laat maar met mijn na naar nee niemand
    niet nu om omdat ons onze ook over sinds toch toen tot u uit veel volgens voor vorig waar waarom wat we
    weet welke wie wij wil ze zij zo zodra zonder""".split()
)
