
import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ByDay',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'gate', 'direction', 'mode', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('gate', models.TextField()),
                ('direction', models.SmallIntegerField()),
                ('mode', models.TextField()),
                ('n', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ByDestination',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'gate', 'direction', 'province', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('gate', models.TextField()),
                ('direction', models.SmallIntegerField()),
                ('province', models.TextField()),
                ('n', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ByHour',
            fields=[
                ('pk', models.CompositePrimaryKey('hour', 'gate', 'direction', blank=True, editable=False, primary_key=True, serialize=False)),
                ('hour', models.DateTimeField()),
                ('gate', models.TextField()),
                ('direction', models.SmallIntegerField()),
                ('n', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ByMonth',
            fields=[
                ('pk', models.CompositePrimaryKey('month', 'province', 'direction', 'mode', blank=True, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('province', models.TextField()),
                ('direction', models.SmallIntegerField()),
                ('mode', models.TextField()),
                ('n', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ByProfile',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'gate', 'direction', 'sex', 'band', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('gate', models.TextField()),
                ('direction', models.SmallIntegerField()),
                ('sex', models.SmallIntegerField()),
                ('band', models.SmallIntegerField()),
                ('n', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ByYears',
            fields=[
                ('pk', models.CompositePrimaryKey('direction', 'mode', 'nationality', 'sex', 'band', blank=True, editable=False, primary_key=True, serialize=False)),
                ('direction', models.SmallIntegerField()),
                ('mode', models.TextField()),
                ('nationality', models.TextField()),
                ('sex', models.SmallIntegerField()),
                ('band', models.SmallIntegerField()),
                ('n', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='GateNews',
            fields=[
                ('gate', models.TextField(primary_key=True, serialize=False)),
                ('last_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PersonsAgain',
            fields=[
                ('pk', models.CompositePrimaryKey('watch', 'day', 'previous', blank=True, editable=False, primary_key=True, serialize=False)),
                ('watch', models.TextField()),
                ('day', models.DateField()),
                ('previous', models.DateField()),
                ('persons', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='PersonsByProvince',
            fields=[
                ('province', models.TextField(primary_key=True, serialize=False)),
                ('persons', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('code', models.TextField(primary_key=True, serialize=False)),
                ('gates', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
        ),
        migrations.CreateModel(
            name='LogPlace',
            fields=[
                ('id', models.SmallIntegerField(primary_key=True, serialize=False)),
                ('tx', models.BigIntegerField(default=0)),
                ('number', models.BigIntegerField(default=0)),
                ('move_tx', models.BigIntegerField(default=0)),
                ('move_number', models.BigIntegerField(default=0)),
                ('bands', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), default=list, size=None)),
                ('province_digits', models.SmallIntegerField(default=2)),
                ('counted_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='there_is_one_place_in_the_log')],
            },
        ),
    ]
